package app.security;

import app.failure.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Slows down password guessing and bulk registration. Each process has its own counters. */
public class RateLimit {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_KEYS = 100_000;

  private final int most;
  private final Clock clock;
  private final Map<String, Deque<Instant>> attempts = new HashMap<>();

  /** Allows {@code most} attempts a minute for each key. */
  public RateLimit(int most, Clock clock) {
    this.most = most;
    this.clock = clock;
  }

  /** Is called before the work is done, so that concurrent attempts cannot all get through. */
  public synchronized void count(String... keys) {
    var now = clock.instant();
    forgetBefore(now.minus(WINDOW), keys);
    for (var key : keys) {
      var recent = attempts.get(key);
      if (recent != null && recent.size() >= most) {
        long wait = Duration.between(now, recent.getFirst().plus(WINDOW)).toMillis();
        throw Failure.tooMany(Math.max(1, Math.ceilDiv(wait, 1000)));
      }
    }
    for (var key : keys) {
      attempts.computeIfAbsent(key, _ -> new ArrayDeque<>()).addLast(now);
    }
  }

  /** Clears all attempts of a key. */
  public synchronized void forget(String key) {
    attempts.remove(key);
  }

  /** Clears one attempt of a key. */
  public synchronized void takeBack(String key) {
    var recent = attempts.get(key);
    if (recent != null) {
      recent.pollLast();
    }
  }

  /** Looks at all keys only when there are very many. */
  private void forgetBefore(Instant cutoff, String... keys) {
    if (attempts.size() > MOST_KEYS) {
      attempts.values().forEach(recent -> dropBefore(cutoff, recent));
      attempts.values().removeIf(Deque::isEmpty);
    }
    for (var key : keys) {
      attempts.computeIfPresent(
          key,
          (_, recent) -> {
            dropBefore(cutoff, recent);
            return recent.isEmpty() ? null : recent;
          });
    }
  }

  private static void dropBefore(Instant cutoff, Deque<Instant> recent) {
    while (!recent.isEmpty() && !recent.getFirst().isAfter(cutoff)) {
      recent.removeFirst();
    }
  }
}
