package app.settings;

import jakarta.validation.constraints.Pattern;
import java.net.URI;
import org.hibernate.validator.constraints.Range;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the WebSocket, and of Redis.
 *
 * @param redisUrl empty if there is only one process
 * @param redisTls {@code verify}, or {@code encrypt} to accept a self-signed certificate
 * @param pusherSecret empty if it is derived from the secret key
 * @param activityTimeout after how many seconds a silent connection is pinged
 */
@ConfigurationProperties
public record ChannelSettings(
    @DefaultValue("") String environment,
    @DefaultValue("") String redisUrl,
    @DefaultValue("verify")
        @Pattern(regexp = "verify|encrypt", message = "it is one of verify, encrypt")
        String redisTls,
    @DefaultValue("chat")
        @Pattern(
            regexp = "[A-Za-z0-9_-]{1,100}",
            message = "it may only contain letters, digits, - and _")
        String pusherKey,
    @DefaultValue("") String pusherSecret,
    @DefaultValue("120") @Range(min = 1, max = 3600, message = "it is a number from 1 to 3600")
        int activityTimeout) {

  public ChannelSettings {
    if (environment.equals("production") && !pusherSecret.isEmpty() && pusherSecret.length() < 32) {
      throw new InvalidException(
          "PUSHER_SECRET", "needs at least 32 characters; try `openssl rand -hex 32`");
    }
    if (!redisUrl.isEmpty()) {
      checkRedisUrl(redisUrl);
    }
  }

  private static void checkRedisUrl(String url) {
    if (!url.matches("rediss?://.+")) {
      throw new InvalidException("REDIS_URL", "it starts with redis://");
    }
    if (!isUri(url)) {
      throw new InvalidException(
          "REDIS_URL", "it looks like redis://:password@host:6379/0, with the password encoded");
    }
  }

  private static boolean isUri(String url) {
    try {
      var uri = URI.create(url);
      return uri.getHost() != null && String.valueOf(uri.getPath()).matches("/?|/\\d{1,5}");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
