package app.channel;

import app.websocket.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Responds to the events of one connection. */
class Client implements Socket.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Client.class);

  private static final int MOST_SUBSCRIPTIONS = 100;
  private static final int LONGEST_EVENT = 200;
  private static final int MOST_DATA = 10 << 10;
  private static final int EVENTS_PER_SECOND = 10;
  private static final long SECOND = 1_000_000_000;

  private static final int INVALID_FRAME = 4300;
  private static final int REFUSED_EVENT = 4301;

  private final Connection connection;
  private final Sockets sockets;
  private final Hub hub;
  private final Subscriptions subscriptions;
  private final Signer signer;
  private final Access access;

  /** When its latest events came. */
  private final Deque<Long> latest = new ArrayDeque<>();

  Client(
      Connection connection,
      Sockets sockets,
      Hub hub,
      Subscriptions subscriptions,
      Signer signer,
      Access access) {
    this.connection = connection;
    this.sockets = sockets;
    this.hub = hub;
    this.subscriptions = subscriptions;
    this.signer = signer;
    this.access = access;
  }

  @Override
  public void opened() {
    sockets.add(connection);
  }

  @Override
  public void heard() {
    connection.heard();
  }

  @Override
  public void received(String text) {
    try {
      Events.read(text)
          .ifPresentOrElse(
              this::handle,
              () ->
                  connection.send(
                      Events.error(INVALID_FRAME, "A frame must be a JSON object with an event.")));
    } catch (RuntimeException e) {
      LOG.warn("A connection broke: {}", e.getClass().getSimpleName());
      connection.reconnect();
    }
  }

  @Override
  public void closed() {
    try {
      hub.disconnect(connection);
    } catch (RuntimeException e) {
      LOG.warn("Presence could not be removed; it will expire: {}", e.getClass().getSimpleName());
    }
  }

  private void handle(Events.Received event) {
    switch (event.name()) {
      case "pusher:ping" -> connection.send(Events.pong());
      case "pusher:pong" -> {}
      case "pusher:subscribe" -> subscribe(event);
      case "pusher:unsubscribe" -> hub.unsubscribe(connection, event.text("channel"));
      default -> forward(event);
    }
  }

  private void subscribe(Events.Received event) {
    var channel = event.text("channel");
    var data = event.text("channel_data");
    if (!signer.accepts(event.text("auth"), connection.id(), channel, data)) {
      refuse(channel, 401, "The signature is wrong.");
    } else if (subscriptions.countOthers(connection, channel) >= MOST_SUBSCRIPTIONS) {
      refuse(channel, 429, "A connection has at most 100 channels.");
    } else if (!enter(channel, data)) {
      refuse(channel, 403, "You may not subscribe to this channel.");
    }
  }

  private void refuse(String channel, int status, String message) {
    connection.send(Events.subscriptionError(channel, status, message));
  }

  /**
   * Subscribes for the sign-in that asked for the signature, unless it has ended or may no longer.
   * The channel is locked, so that nobody is removed in between.
   */
  private boolean enter(String channel, String data) {
    var signIn = hub.signInOf(connection, channel);
    return signIn.isPresent()
        && hub.locked(
            channel,
            () -> {
              var person = data.isEmpty() ? null : Events.readPerson(data);
              UUID userId = person == null ? null : person.id();
              boolean mayEnter = access.maySubscribe(signIn.get(), userId, channel);
              if (mayEnter && person == null) {
                hub.listen(connection, channel, signIn.get());
              } else if (mayEnter) {
                hub.join(connection, channel, signIn.get(), person);
              }
              return mayEnter;
            });
  }

  /** Sends an event of this client, such as client-typing, to the others on the channel. */
  private void forward(Events.Received event) {
    var person = subscriptions.personOn(event.channel(), connection);
    var data = event.compactData();
    var name = event.name();
    if (!name.startsWith("client-")) {
      refuse("Client events start with client-.");
    } else if (name.codePointCount(0, name.length()) > LONGEST_EVENT) {
      refuse("The name of an event has at most 200 characters.");
    } else if (person.isEmpty()) {
      refuse("Client events need a channel that this connection is on.");
    } else if (data.getBytes(StandardCharsets.UTF_8).length > MOST_DATA) {
      refuse("A client event has at most 10 kB of data.");
    } else if (isTooFast(System.nanoTime())) {
      refuse("A client sends at most 10 events a second.");
    } else {
      hub.sendToOthers(
          connection,
          event.channel(),
          Events.fromClient(event.channel(), name, data, person.get().id()));
    }
  }

  private void refuse(String reason) {
    connection.send(Events.error(REFUSED_EVENT, reason));
  }

  /** Counts this event unless there are too many. */
  private boolean isTooFast(long now) {
    if (latest.size() == EVENTS_PER_SECOND) {
      if (now - latest.getFirst() < SECOND) {
        return true;
      }
      latest.removeFirst();
    }
    latest.addLast(now);
    return false;
  }
}
