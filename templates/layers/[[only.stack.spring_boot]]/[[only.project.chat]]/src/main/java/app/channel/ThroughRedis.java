package app.channel;

import app.failure.Failure;
import app.settings.ChannelSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.JedisURIHelper;

/** The fan-out that makes several processes behave as one. */
class ThroughRedis implements Fanout {
  private static final Logger LOG = LoggerFactory.getLogger(ThroughRedis.class);

  /** How long a signature may wait for its subscription. */
  private static final long SIGN_IN_SECONDS = 600;

  /** How long the server waits for Redis when it starts. */
  private static final long OPEN_SECONDS = 3;

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final long RETRY_MILLIS = 500;

  private final RedisClient redis;
  private final String name;
  private final Locks locks = new Locks();
  private final RedisLock lock;
  private final RedisPresence presence;
  private Thread receiver;
  private volatile Receiver subscription;
  private volatile boolean isClosed;

  /** Applications with different names can share a Redis without receiving each other's events. */
  ThroughRedis(ChannelSettings settings, String name) {
    this.name = name;
    redis = connect(settings);
    lock = new RedisLock(redis, name);
    presence = new RedisPresence(redis, name);
  }

  /** It connects when it is used. */
  private static RedisClient connect(ChannelSettings settings) {
    var url = URI.create(settings.redisUrl());
    var config =
        DefaultJedisClientConfig.builder()
            .user(JedisURIHelper.getUser(url))
            .password(JedisURIHelper.getPassword(url))
            .database(JedisURIHelper.getDBIndex(url))
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS);
    if (JedisURIHelper.isRedisSSLScheme(url)) {
      boolean isVerified = settings.redisTls().equals("verify");
      var mode = isVerified ? SslVerifyMode.FULL : SslVerifyMode.INSECURE;
      config.ssl(true).sslOptions(SslOptions.builder().sslVerifyMode(mode).build());
    }
    var pool = new ConnectionPoolConfig();
    pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
    return RedisClient.builder()
        .hostAndPort(url.getHost(), url.getPort() < 0 ? 6379 : url.getPort())
        .clientConfig(config.build())
        .poolConfig(pool)
        .build();
  }

  /**
   * Waits for the subscription to announcements, so that clients that connect from now on miss
   * none. If Redis cannot be reached, it goes on trying.
   */
  @Override
  public void open(Subscriptions subscriptions) {
    var isOpen = new CountDownLatch(1);
    receiver = Thread.ofVirtual().name("redis").start(() -> receive(subscriptions, isOpen));
    try {
      if (!isOpen.await(OPEN_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("Redis does not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    var current = subscription;
    if (current != null && current.isSubscribed()) {
      current.unsubscribe();
    }
    receiver.interrupt();
    redis.close();
  }

  /**
   * Delivers announcements. While Redis cannot be reached they are lost, so when it is back,
   * clients have to connect again and catch up.
   */
  private void receive(Subscriptions subscriptions, CountDownLatch isOpen) {
    while (!isClosed) {
      subscription = new Receiver(subscriptions, isOpen);
      try {
        redis.subscribe(subscription, name);
      } catch (JedisException e) {
        if (!isClosed) {
          LOG.error("Redis cannot be reached: {}", e.getClass().getSimpleName());
        }
      }
      try {
        Thread.sleep(RETRY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static class Receiver extends JedisPubSub {
    private final Subscriptions subscriptions;
    private final CountDownLatch isOpen;

    Receiver(Subscriptions subscriptions, CountDownLatch isOpen) {
      this.subscriptions = subscriptions;
      this.isOpen = isOpen;
    }

    @Override
    public void onSubscribe(String channel, int count) {
      if (isOpen.getCount() == 0) {
        subscriptions.each(Connection::reconnect);
      }
      isOpen.countDown();
    }

    @Override
    public void onMessage(String channel, String message) {
      try {
        subscriptions.deliver(Events.readAnnouncement(message));
      } catch (RuntimeException e) {
        LOG.error("An announcement cannot be read: {}", e.getClass().getSimpleName());
      }
    }
  }

  /** Waits for this process's lock first, so that each process has one contender in Redis. */
  @Override
  public <T> T locked(String channel, Supplier<T> work) {
    return locks.locked(
        channel,
        () -> {
          var holder = available(() -> lock.acquire(channel));
          try {
            return work.get();
          } finally {
            lock.release(channel, holder);
          }
        });
  }

  /** What it announces is stored already, so clients that miss it catch up over REST. */
  @Override
  public void publish(Announcement announcement) {
    try {
      redis.publish(name, Events.write(announcement));
    } catch (JedisException e) {
      LOG.error("An announcement was lost: {}", e.getClass().getSimpleName());
    }
  }

  @Override
  public void saveSignIn(String socketId, String channel, String signIn) {
    available(
        () ->
            redis.set(
                signInKey(socketId, channel), signIn, SetParams.setParams().ex(SIGN_IN_SECONDS)));
  }

  @Override
  public Optional<String> signInOf(String socketId, String channel) {
    return available(() -> Optional.ofNullable(redis.get(signInKey(socketId, channel))));
  }

  private String signInKey(String socketId, String channel) {
    return name + ":sign-in:" + socketId + ":" + channel;
  }

  @Override
  public Map<String, Person> present(String channel) {
    var written = available(() -> presence.people(channel));
    var people = new HashMap<String, Person>();
    written.forEach((socketId, person) -> people.put(socketId, Events.readPerson(person)));
    return people;
  }

  @Override
  public List<String> expired(String channel) {
    return available(() -> presence.expired(channel));
  }

  @Override
  public void enter(String channel, String socketId, Person person) {
    available(() -> presence.enter(channel, socketId, Events.write(person)));
  }

  @Override
  public void leave(String channel, Collection<String> socketIds) {
    if (!socketIds.isEmpty()) {
      available(() -> presence.leave(channel, socketIds));
    }
  }

  @Override
  public List<String> renew(String channel, Map<String, Person> here) {
    return available(() -> presence.renew(channel, here.keySet()));
  }

  private static <T> T available(Supplier<T> work) {
    try {
      return work.get();
    } catch (JedisException e) {
      LOG.error("Redis is unavailable: {}", e.getClass().getSimpleName());
      throw new Failure(Failure.Kind.UNAVAILABLE, "Redis is unavailable. Try again.");
    }
  }
}
