package app.channel;

import app.security.Tokens;
import app.settings.ChannelSettings;
import app.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/** Authorizes subscriptions: a signature is over the connection, the channel and the user. */
@Component
public class Signer {
  private final String key;
  private final String secret;

  Signer(Settings settings, ChannelSettings channels) {
    key = channels.pusherKey();
    var given = channels.pusherSecret();
    secret = given.isEmpty() ? sign(settings.secretKey(), "pusher") : given;
  }

  /** Identifies the application. It is public. */
  public String key() {
    return key;
  }

  /** A private channel has no data, which is null. */
  public String sign(String socketId, String channel, Person person) {
    return signature(socketId, channel, person == null ? "" : Events.write(person));
  }

  private String signature(String socketId, String channel, String data) {
    var signed = socketId + ":" + channel + (data.isEmpty() ? "" : ":" + data);
    return key + ":" + sign(secret, signed);
  }

  boolean accepts(String signature, String socketId, String channel, String data) {
    return MessageDigest.isEqual(
        signature.getBytes(StandardCharsets.UTF_8),
        signature(socketId, channel, data).getBytes(StandardCharsets.UTF_8));
  }

  /** Identifies the application in a Redis that several share, without revealing the secret. */
  String fingerprint() {
    return sign(secret, key).substring(0, 12);
  }

  private static String sign(String secret, String text) {
    return HexFormat.of().formatHex(Tokens.hmac(secret, text));
  }
}
