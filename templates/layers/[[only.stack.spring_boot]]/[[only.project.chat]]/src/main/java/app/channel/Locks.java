package app.channel;

import app.failure.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A lock for each channel: first come, first served. */
class Locks {
  private static final long PATIENCE_SECONDS = 15;

  private final Map<String, Lock> known = new HashMap<>();

  private static class Lock extends ReentrantLock {
    /** How many hold it or wait for it; guarded by the locks. */
    private int users;

    Lock() {
      super(true);
    }
  }

  <T> T locked(String channel, Supplier<T> work) {
    var lock = use(channel);
    try {
      if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
      try {
        return work.get();
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      leave(channel, lock);
    }
  }

  static Failure busy() {
    return new Failure(Failure.Kind.UNAVAILABLE, "The room is busy. Try again.");
  }

  private synchronized Lock use(String channel) {
    var lock = known.computeIfAbsent(channel, _ -> new Lock());
    lock.users++;
    return lock;
  }

  private synchronized void leave(String channel, Lock lock) {
    lock.users--;
    if (lock.users == 0) {
      known.remove(channel);
    }
  }
}
