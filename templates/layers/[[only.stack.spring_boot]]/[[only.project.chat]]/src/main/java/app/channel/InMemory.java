package app.channel;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The fan-out of a single process. */
class InMemory implements Fanout {
  /** Signatures that have not been used to subscribe yet. */
  private static final int MOST_SIGN_INS = 10_000;

  private final Locks locks = new Locks();
  private final Map<String, Map<String, Person>> present = new HashMap<>();
  private final Map<String, String> signIns =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> oldest) {
          return size() > MOST_SIGN_INS;
        }
      };
  private Subscriptions subscriptions;

  @Override
  public void open(Subscriptions here) {
    subscriptions = here;
  }

  @Override
  public void close() {}

  @Override
  public <T> T locked(String channel, Supplier<T> work) {
    return locks.locked(channel, work);
  }

  @Override
  public void publish(Announcement announcement) {
    subscriptions.deliver(announcement);
  }

  @Override
  public synchronized void saveSignIn(String socketId, String channel, String signIn) {
    signIns.put(socketId + " " + channel, signIn);
  }

  @Override
  public synchronized Optional<String> signInOf(String socketId, String channel) {
    return Optional.ofNullable(signIns.get(socketId + " " + channel));
  }

  @Override
  public synchronized Map<String, Person> present(String channel) {
    return new HashMap<>(present.getOrDefault(channel, Map.of()));
  }

  /** Connections do not outlive the only process. */
  @Override
  public List<String> expired(String channel) {
    return List.of();
  }

  @Override
  public synchronized void enter(String channel, String socketId, Person person) {
    present.computeIfAbsent(channel, _ -> new HashMap<>()).put(socketId, person);
  }

  @Override
  public synchronized void leave(String channel, Collection<String> socketIds) {
    present.computeIfPresent(
        channel,
        (_, people) -> {
          people.keySet().removeAll(socketIds);
          return people.isEmpty() ? null : people;
        });
  }

  @Override
  public List<String> renew(String channel, Map<String, Person> here) {
    return List.of();
  }
}
