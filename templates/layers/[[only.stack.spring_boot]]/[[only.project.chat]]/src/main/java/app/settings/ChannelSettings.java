package app.settings;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The settings of the WebSocket, and of Redis.
 *
 * @param redisUrl empty if there is only one process
 * @param redisTls {@code verify}, or {@code encrypt} to accept a self-signed certificate
 * @param pusherSecret empty if it is derived from the secret key
 * @param activityTimeout after which a silent connection is pinged
 */
public record ChannelSettings(
    String redisUrl,
    String redisTls,
    String pusherKey,
    String pusherSecret,
    Duration activityTimeout) {

  private static final Pattern REDIS_URL = Pattern.compile("rediss?://.+");
  private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,5}");
  private static final Pattern PUSHER_KEY = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  static ChannelSettings read(Environment environment) {
    var settings =
        new ChannelSettings(
            environment.text("REDIS_URL", ""),
            environment.oneOf("REDIS_TLS", "verify", "encrypt"),
            environment.text("PUSHER_KEY", "chat"),
            environment.text("PUSHER_SECRET", ""),
            Duration.ofSeconds(environment.number("ACTIVITY_TIMEOUT", 120, 1, 3600)));
    if (!PUSHER_KEY.matcher(settings.pusherKey).matches()) {
      environment.refuse("PUSHER_KEY", "it may only contain letters, digits, - and _");
    }
    if (environment.isProduction()
        && environment.has("PUSHER_SECRET")
        && settings.pusherSecret.length() < 32) {
      environment.refuse(
          "PUSHER_SECRET", "needs at least 32 characters; try `openssl rand -hex 32`");
    }
    if (environment.has("REDIS_URL")) {
      checkRedisUrl(environment, settings.redisUrl);
    }
    return settings;
  }

  private static void checkRedisUrl(Environment environment, String url) {
    if (!REDIS_URL.matcher(url).matches()) {
      environment.refuse("REDIS_URL", "it starts with redis://");
    } else if (!isUri(url)) {
      environment.refuse(
          "REDIS_URL", "it looks like redis://:password@host:6379/0, with the password encoded");
    }
  }

  private static boolean isUri(String url) {
    try {
      var uri = URI.create(url);
      return uri.getHost() != null && DATABASE.matcher(String.valueOf(uri.getPath())).matches();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
