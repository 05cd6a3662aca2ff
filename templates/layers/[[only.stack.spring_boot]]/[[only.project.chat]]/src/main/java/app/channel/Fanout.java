package app.channel;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Distributes announcements to all processes, and shares who is present. */
interface Fanout {
  /** Starts to deliver announcements to the connections of this process. */
  void open(Subscriptions subscriptions);

  void close();

  /** Does the work while it holds the channel's lock, which is the same for all processes. */
  <T> T locked(String channel, Supplier<T> work);

  /** Announcements that are published under the lock arrive everywhere in the same order. */
  void publish(Announcement announcement);

  /** Remembers which sign-in asked for a signature, until the client subscribes. */
  void saveSignIn(String socketId, String channel, String signIn);

  Optional<String> signInOf(String socketId, String channel);

  /** Those on a channel, by the id of their connection. */
  Map<String, Person> present(String channel);

  /** Connections of processes that were killed. */
  List<String> expired(String channel);

  void enter(String channel, String socketId, Person person);

  void leave(String channel, Collection<String> socketIds);

  /** Keeps those present who are. Returns the connections that others have seen leave. */
  List<String> renew(String channel, Map<String, Person> here);
}
