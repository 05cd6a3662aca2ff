package app.channel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.RedisClient;

/**
 * Presence as leases: a sorted set for each channel has the time until which each connection counts
 * as present. A process renews the leases of its connections. If it is killed they expire, and
 * another one removes them. All times are by the clock of Redis.
 */
class RedisPresence {
  private static final String LEASE_MILLIS = "15000";

  private static final String NOW =
      """
      local time = redis.call("TIME")
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      """;

  /** The keys of a channel are kept as long as somebody is on it. */
  private static final String KEEP =
      """
      for _, key in ipairs(KEYS) do
        redis.call("PEXPIRE", key, 4 * ARGV[1])
      end
      """;

  private static final String ENTER =
      NOW
          + """
          redis.call("ZADD", KEYS[1], now + ARGV[1], ARGV[2])
          redis.call("HSET", KEYS[2], ARGV[2], ARGV[3])
          """
          + KEEP;

  private static final String LEAVE =
      """
      redis.call("ZREM", KEYS[1], unpack(ARGV))
      redis.call("HDEL", KEYS[2], unpack(ARGV))
      """;

  private static final String EXPIRED =
      NOW + "return redis.call(\"ZRANGEBYSCORE\", KEYS[1], \"-inf\", \"(\" .. now)";

  private static final String RENEW =
      NOW
          + """
          local lost = {}
          for place = 2, #ARGV do
            if redis.call("ZSCORE", KEYS[1], ARGV[place]) then
              redis.call("ZADD", KEYS[1], now + ARGV[1], ARGV[place])
            else
              table.insert(lost, ARGV[place])
            end
          end
          """
          + KEEP
          + "return lost";

  private final RedisClient redis;
  private final String name;

  RedisPresence(RedisClient redis, String name) {
    this.redis = redis;
    this.name = name;
  }

  private List<String> keys(String channel) {
    return List.of(name + ":leases:" + channel, name + ":users:" + channel);
  }

  Map<String, String> people(String channel) {
    return redis.hgetAll(keys(channel).getLast());
  }

  List<String> expired(String channel) {
    return texts(redis.eval(EXPIRED, keys(channel), List.of()));
  }

  Object enter(String channel, String socketId, String person) {
    return redis.eval(ENTER, keys(channel), List.of(LEASE_MILLIS, socketId, person));
  }

  Object leave(String channel, Collection<String> socketIds) {
    return redis.eval(LEAVE, keys(channel), List.copyOf(socketIds));
  }

  /** Returns the connections whose lease has expired already. */
  List<String> renew(String channel, Collection<String> socketIds) {
    var arguments = new ArrayList<String>();
    arguments.add(LEASE_MILLIS);
    arguments.addAll(socketIds);
    return texts(redis.eval(RENEW, keys(channel), arguments));
  }

  private static List<String> texts(Object answer) {
    return ((List<?>) answer).stream().map(String::valueOf).toList();
  }
}
