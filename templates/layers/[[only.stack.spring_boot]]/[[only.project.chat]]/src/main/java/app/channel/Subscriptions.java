package app.channel;

import app.websocket.Frame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The connections of this process, and the channels of each. */
@Component
class Subscriptions {
  private static final Map<Integer, String> REASONS =
      Map.of(403, "You are not a member of this room.", 404, "This room was deleted.");

  private final Map<String, Connection> connections = new HashMap<>();

  /**
   * Those on each channel, by the id of their connection. On private channels nobody is present.
   */
  private final Map<String, Map<String, Optional<Person>>> subscribers = new HashMap<>();

  private final Map<String, Set<String>> channels = new HashMap<>();

  synchronized void add(Connection connection) {
    connections.put(connection.id(), connection);
  }

  /** Forgets a connection, and returns the channels on which its user was present. */
  synchronized List<String> remove(Connection connection) {
    connections.remove(connection.id());
    var present = new ArrayList<String>();
    for (var channel : List.copyOf(channels.getOrDefault(connection.id(), Set.of()))) {
      if (forget(channel, connection.id()).isPresent()) {
        present.add(channel);
      }
    }
    return present;
  }

  /** Subscribes a connection; the frame is the first one that it gets on the channel. */
  synchronized void enter(
      String channel, Connection connection, String signIn, Person person, String first) {
    subscribers
        .computeIfAbsent(channel, _ -> new HashMap<>())
        .put(connection.id(), Optional.ofNullable(person));
    channels.computeIfAbsent(connection.id(), _ -> new HashSet<>()).add(channel);
    connection.addSignIn(signIn);
    connection.send(first);
  }

  /** Returns who was present on the channel. */
  synchronized Optional<Person> leave(String channel, Connection connection) {
    return forget(channel, connection.id());
  }

  private Optional<Person> forget(String channel, String socketId) {
    var people = subscribers.getOrDefault(channel, new HashMap<>());
    var person = people.getOrDefault(socketId, Optional.empty());
    people.remove(socketId);
    if (people.isEmpty()) {
      subscribers.remove(channel);
    }
    var own = channels.getOrDefault(socketId, new HashSet<>());
    own.remove(channel);
    if (own.isEmpty()) {
      channels.remove(socketId);
    }
    return person;
  }

  /** The user of a connection who is present on the channel. */
  synchronized Optional<Person> personOn(String channel, Connection connection) {
    return subscribers
        .getOrDefault(channel, Map.of())
        .getOrDefault(connection.id(), Optional.empty());
  }

  /** How many other channels a connection is on. */
  synchronized int countOthers(Connection connection, String channel) {
    var own = channels.getOrDefault(connection.id(), Set.of());
    return own.size() - (own.contains(channel) ? 1 : 0);
  }

  /** Who is present in this process, by channel and connection. */
  synchronized Map<String, Map<String, Person>> present() {
    var found = new HashMap<String, Map<String, Person>>();
    subscribers.forEach(
        (channel, people) ->
            people.forEach(
                (socketId, person) ->
                    person.ifPresent(
                        each ->
                            found
                                .computeIfAbsent(channel, _ -> new HashMap<>())
                                .put(socketId, each))));
    return found;
  }

  /** Those that connections have subscribed with. */
  synchronized Set<String> signIns() {
    var found = new HashSet<String>();
    connections.values().forEach(each -> found.addAll(each.signIns()));
    return found;
  }

  /** A copy, so that a function that is called with all connections may change them. */
  private synchronized List<Connection> all() {
    return List.copyOf(connections.values());
  }

  void each(Consumer<Connection> use) {
    all().forEach(use);
  }

  synchronized boolean isEmpty() {
    return connections.isEmpty();
  }

  /** Makes some clients connect again. */
  synchronized void reconnect(Collection<String> socketIds) {
    for (var socketId : socketIds) {
      if (connections.containsKey(socketId)) {
        connections.get(socketId).reconnect();
      }
    }
  }

  synchronized void deliver(Announcement announcement) {
    var channel = announcement.channel();
    for (var socketId : announcement.removed()) {
      if (subscribers.getOrDefault(channel, Map.of()).containsKey(socketId)) {
        forget(channel, socketId);
        int status = announcement.status();
        connections
            .get(socketId)
            .send(Events.subscriptionError(channel, status, REASONS.get(status)));
      }
    }
    if (announcement.frame() == null) {
      return;
    }
    // Written once, however many there are.
    var frame = Frame.text(announcement.frame());
    for (var socketId : subscribers.getOrDefault(channel, Map.of()).keySet()) {
      if (!socketId.equals(announcement.exceptFor())) {
        connections.get(socketId).send(frame);
      }
    }
  }
}
