package app.channel;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The subscriptions to channels, and who is present on them, across all processes. */
@Component
public class Hub {
  private final Fanout fanout;
  private final Subscriptions subscriptions;

  Hub(Fanout fanout, Subscriptions subscriptions) {
    this.fanout = fanout;
    this.subscriptions = subscriptions;
  }

  /**
   * Whoever changes what the subscribers of a channel see holds its lock until the change is
   * announced, so that all of them see changes in the same order. No transaction may be open: it
   * would keep a connection to the database while it waits.
   */
  public <T> T locked(String channel, Supplier<T> work) {
    return fanout.locked(channel, work);
  }

  public void locked(String channel, Runnable work) {
    fanout.locked(
        channel,
        () -> {
          work.run();
          return null;
        });
  }

  /** Sends an event, whose data is JSON, to all subscribers of a channel. */
  public void announce(String channel, String event, String data) {
    fanout.publish(Announcement.of(channel, Events.onChannel(channel, event, data), null));
  }

  /** Unsubscribes all connections of a user. The caller holds the lock. */
  public void removeUser(String channel, UUID userId) {
    var removed =
        fanout.present(channel).entrySet().stream()
            .filter(entry -> entry.getValue().id().equals(userId))
            .map(Map.Entry::getKey)
            .toList();
    fanout.publish(Announcement.removing(channel, removed, 403));
    remove(channel, removed);
  }

  /** Unsubscribes all connections from a deleted room. The caller holds the lock. */
  public void removeEveryone(String channel) {
    var removed = fanout.present(channel).keySet();
    // Published first: a connection that is no longer present without a reason connects again.
    fanout.publish(Announcement.removing(channel, removed, 404));
    fanout.leave(channel, removed);
  }

  /** Remembers which sign-in asked for a signature. */
  public void saveSignIn(String socketId, String channel, String signIn) {
    fanout.saveSignIn(socketId, channel, signIn);
  }

  Optional<String> signInOf(Connection connection, String channel) {
    return fanout.signInOf(connection.id(), channel);
  }

  /** Subscribes to a private channel. */
  void listen(Connection connection, String channel, String signIn) {
    subscriptions.enter(
        channel, connection, signIn, null, Events.subscriptionSucceeded(channel, "{}"));
  }

  /** Subscribes to a presence channel. The caller holds the lock. */
  void join(Connection connection, String channel, String signIn, Person person) {
    removeExpired(channel);
    var before = fanout.present(channel);
    fanout.enter(channel, connection.id(), person);
    var now = new HashMap<>(before);
    now.put(connection.id(), person);
    subscriptions.enter(
        channel,
        connection,
        signIn,
        person,
        Events.subscriptionSucceeded(channel, Events.presence(now.values())));
    if (!idsOf(before.values()).contains(person.id())) {
      sendToOthers(connection, channel, Events.memberAdded(channel, person));
    }
  }

  void unsubscribe(Connection connection, String channel) {
    if (subscriptions.leave(channel, connection).isPresent()) {
      leave(channel, connection);
    }
  }

  void disconnect(Connection connection) {
    subscriptions.remove(connection).forEach(channel -> leave(channel, connection));
  }

  /** Ends the presence of a connection that is no longer subscribed. */
  private void leave(String channel, Connection connection) {
    locked(channel, () -> remove(channel, List.of(connection.id())));
  }

  void sendToOthers(Connection connection, String channel, String frame) {
    fanout.publish(Announcement.of(channel, frame, connection.id()));
  }

  /** Renews the presence of those who are here, and ends that of killed processes' connections. */
  void renew() {
    subscriptions
        .present()
        .forEach(
            (channel, here) -> {
              // Others have seen them leave. Those that have really left meanwhile do not matter.
              subscriptions.reconnect(fanout.renew(channel, here));
              if (!fanout.expired(channel).isEmpty()) {
                locked(channel, () -> removeExpired(channel));
              }
            });
  }

  private void removeExpired(String channel) {
    remove(channel, fanout.expired(channel));
  }

  /** Ends the presence of connections, and announces users who have no other connection. */
  private void remove(String channel, Collection<String> socketIds) {
    if (socketIds.isEmpty()) {
      return;
    }
    var staying = fanout.present(channel);
    var gone = new HashSet<UUID>();
    for (var socketId : socketIds) {
      var person = staying.remove(socketId);
      if (person != null) {
        gone.add(person.id());
      }
    }
    fanout.leave(channel, socketIds);
    gone.removeAll(idsOf(staying.values()));
    for (var userId : gone) {
      fanout.publish(Announcement.of(channel, Events.memberRemoved(channel, userId), null));
    }
  }

  private static Set<UUID> idsOf(Collection<Person> people) {
    return people.stream().map(Person::id).collect(Collectors.toSet());
  }
}
