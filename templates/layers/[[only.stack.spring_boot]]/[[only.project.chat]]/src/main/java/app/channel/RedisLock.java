package app.channel;

import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/** Locks that processes share. */
class RedisLock {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLock.class);

  /** For the locks of processes that were killed. */
  private static final long EXPIRY_MILLIS = 10_000;

  private static final long PATIENCE_NANOS = 15_000_000_000L;
  private static final long PAUSE_MILLIS = 3;

  /** Releases a lock, unless it has expired and somebody else holds it. */
  private static final String RELEASE =
      """
      if redis.call("get", KEYS[1]) == ARGV[1] then
        return redis.call("del", KEYS[1])
      end
      return 0""";

  private final RedisClient redis;
  private final String name;

  RedisLock(RedisClient redis, String name) {
    this.redis = redis;
    this.name = name;
  }

  /** Returns the holder, who can release it. */
  String acquire(String channel) {
    var holder = UUID.randomUUID().toString();
    var ifFree = SetParams.setParams().nx().px(EXPIRY_MILLIS);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (redis.set(key(channel), holder, ifFree) == null) {
      if (System.nanoTime() > deadline) {
        throw Locks.busy();
      }
      pause();
    }
    return holder;
  }

  /** A lock that cannot be released expires. */
  void release(String channel, String holder) {
    try {
      redis.eval(RELEASE, List.of(key(channel)), List.of(holder));
    } catch (JedisException e) {
      LOG.error("A lock could not be released: {}", e.getClass().getSimpleName());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Locks.busy();
    }
  }

  private String key(String channel) {
    return name + ":lock:" + channel;
  }
}
