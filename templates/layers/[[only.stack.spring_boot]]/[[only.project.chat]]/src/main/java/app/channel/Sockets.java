package app.channel;

import app.http.Public;
import app.http.Query;
import app.settings.ChannelSettings;
import app.websocket.Frame;
import app.websocket.Handshake;
import app.websocket.Socket;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The WebSocket: GET /app/{key}?protocol=7. */
@RestController
class Sockets implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  /** Versions with the same frames. Pusher's Java client uses 5, Pysher 6. */
  private static final List<String> PROTOCOLS = List.of("5", "6", "7");

  private static final int UNKNOWN_KEY = 4001;
  private static final int UNSUPPORTED_PROTOCOL = 4007;

  /** How long clients may take to close their connections when the server stops. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final Hub hub;
  private final Subscriptions subscriptions;
  private final Signer signer;
  private final Access access;
  private final Duration activityTimeout;
  private volatile boolean isRunning;
  private volatile boolean isStopping;

  Sockets(
      Hub hub,
      Subscriptions subscriptions,
      Signer signer,
      Access access,
      ChannelSettings settings) {
    this.hub = hub;
    this.subscriptions = subscriptions;
    this.signer = signer;
    this.access = access;
    activityTimeout = Duration.ofSeconds(settings.activityTimeout());
  }

  /** Pages of all origins may connect: signatures authorize subscriptions, not cookies. */
  @Public
  @GetMapping("/app/{key}")
  void connect(@PathVariable String key, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    var protocol = new Query(request.getQueryString()).first("protocol");
    Handshake.accept(request, response, socket -> listener(socket, key, protocol));
  }

  private Socket.Listener listener(Socket socket, String key, String protocol) {
    if (!key.equals(signer.key())) {
      return new Refusal(socket, UNKNOWN_KEY, "There is no application with this key.");
    }
    if (!PROTOCOLS.contains(protocol)) {
      return new Refusal(
          socket, UNSUPPORTED_PROTOCOL, "This protocol is not supported. Use protocol=7.");
    }
    var connection = new Connection(socket, activityTimeout);
    return new Client(connection, this, hub, subscriptions, signer, access);
  }

  /** Sends the reason as an event, as browsers do not show why a WebSocket was not opened. */
  private record Refusal(Socket socket, int code, String reason) implements Socket.Listener {
    @Override
    public void opened() {
      socket.send(Frame.text(Events.error(code, reason)));
      socket.closeAfterAll(code, reason);
    }

    @Override
    public void heard() {}

    @Override
    public void received(String text) {}

    @Override
    public void closed() {}
  }

  void add(Connection connection) {
    subscriptions.add(connection);
    connection.send(Events.established(connection.id(), activityTimeout.toSeconds()));
    if (isStopping) {
      connection.reconnect();
    }
  }

  /** Pings those that are silent, and closes those that do not answer. */
  @Scheduled(fixedRate = 250)
  void check() {
    subscriptions.each(each -> each.check(subscriptions.countOthers(each, "") > 0));
  }

  /** Disconnects users who have signed out. */
  @Scheduled(fixedRate = 10_000)
  void closeSignedOut() {
    try {
      var ended = access.ended(subscriptions.signIns());
      subscriptions.each(each -> each.signOut(ended));
    } catch (RuntimeException e) {
      LOG.warn("Cannot check which sign-ins have ended: {}", e.getClass().getSimpleName());
    }
  }

  @Scheduled(fixedRate = 5_000)
  void renewPresence() {
    try {
      hub.renew();
    } catch (RuntimeException e) {
      LOG.warn("Presence could not be renewed: {}", e.getClass().getSimpleName());
    }
  }

  @Override
  public void start() {
    isRunning = true;
  }

  /**
   * Makes all clients connect again, to another process, and waits until their presence has ended.
   */
  @Override
  public void stop() {
    isStopping = true;
    subscriptions.each(Connection::reconnect);
    long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
    try {
      while (!subscriptions.isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    subscriptions.each(Connection::abort);
    isRunning = false;
  }

  @Override
  public boolean isRunning() {
    return isRunning;
  }

  /** The first to stop: while clients are connected, the server would wait for them. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
