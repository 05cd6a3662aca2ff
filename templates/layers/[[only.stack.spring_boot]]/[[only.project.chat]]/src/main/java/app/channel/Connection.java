package app.channel;

import app.websocket.Frame;
import app.websocket.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** A client's connection, from open to close. */
class Connection {
  /** Codes with which connections are closed. Clients connect again at once after 4200 to 4299. */
  private static final int SLOW = 4100;

  private static final int SIGNED_OUT = 4009;
  private static final int RECONNECT = 4200;
  private static final int SILENT = 4201;
  private static final int UNSUBSCRIBED = 4202;

  private static final Duration PONG_TIMEOUT = Duration.ofSeconds(30);

  /** How long a client may take to receive what is on its way, and the frame that closes it. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration SUBSCRIBE_TIMEOUT = Duration.ofMinutes(1);

  private final String id;
  private final Socket socket;
  private final Duration activityTimeout;
  private final long opened = System.nanoTime();

  /** That its subscriptions were signed for. */
  private final Set<String> signIns = ConcurrentHashMap.newKeySet();

  private long heard = opened;
  private boolean isPinged;
  private long closed;

  Connection(Socket socket, Duration activityTimeout) {
    var random = ThreadLocalRandom.current();
    id = random.nextInt(Integer.MAX_VALUE) + "." + random.nextInt(Integer.MAX_VALUE);
    this.socket = socket;
    this.activityTimeout = activityTimeout;
  }

  String id() {
    return id;
  }

  Set<String> signIns() {
    return signIns;
  }

  void addSignIn(String signIn) {
    signIns.add(signIn);
  }

  void send(String event) {
    send(Frame.text(event));
  }

  /** A client that reads too slowly is disconnected, and slows down nobody else. */
  void send(byte[] frame) {
    if (!socket.send(frame)) {
      close(SLOW, "Too slow: catch up over REST.");
    }
  }

  private synchronized void close(int code, String reason) {
    if (socket.close(code, reason)) {
      closed = System.nanoTime();
    }
  }

  void reconnect() {
    close(RECONNECT, "Connect again.");
  }

  void signOut(Set<String> ended) {
    if (signIns.stream().anyMatch(ended::contains)) {
      close(SIGNED_OUT, "Signed out.");
    }
  }

  void abort() {
    socket.abort();
  }

  synchronized void heard() {
    heard = System.nanoTime();
    isPinged = false;
  }

  /** Is called several times a second. */
  void check(boolean isSubscribed) {
    if (isClosing()) {
      if (hasPassed(CLOSE_TIMEOUT, closed)) {
        abort();
      }
    } else if (!isSubscribed && hasPassed(SUBSCRIBE_TIMEOUT, opened)) {
      close(UNSUBSCRIBED, "Nothing was subscribed to.");
    } else {
      checkSilence();
    }
  }

  private synchronized boolean isClosing() {
    return closed != 0;
  }

  private synchronized void checkSilence() {
    var pongTimeout = activityTimeout.compareTo(PONG_TIMEOUT) < 0 ? activityTimeout : PONG_TIMEOUT;
    if (isPinged && hasPassed(activityTimeout.plus(pongTimeout), heard)) {
      close(SILENT, "No answer to a ping.");
    } else if (!isPinged && hasPassed(activityTimeout, heard)) {
      isPinged = true;
      send(Events.ping());
    }
  }

  private static boolean hasPassed(Duration time, long since) {
    return System.nanoTime() - since > time.toNanos();
  }
}
