package app.security;

import app.settings.Settings;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Component;
import org.springframework.util.CollectionUtils;

/** Signed tokens, and random ones. */
@Component
public class Tokens {
  /** The clock of the server that issued a token may be ahead of this one. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(30);

  private static final JwsHeader HEADER = JwsHeader.with(MacAlgorithm.HS256).type("JWT").build();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey key;
  private final JwtEncoder encoder;
  private final JwtDecoder decoder;

  Tokens(Settings settings) {
    // A short key, which only development accepts, is padded as HMAC does it.
    var secret = settings.secretKey().getBytes(StandardCharsets.UTF_8);
    key = new SecretKeySpec(Arrays.copyOf(secret, Math.max(secret.length, 32)), "HmacSHA256");
    encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
    decoder = decoder(Tokens::checkTimes);
  }

  /** Accepts what this server has signed, if it passes the check. */
  private JwtDecoder decoder(OAuth2TokenValidator<Jwt> check) {
    var nimbus = NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
    nimbus.setJwtValidator(check);
    return nimbus;
  }

  /** Tokens for other purposes than access have an audience. */
  JwtDecoder accessTokens() {
    return decoder(
        new DelegatingOAuth2TokenValidator<>(
            Tokens::checkTimes, token -> result(CollectionUtils.isEmpty(token.getAudience()))));
  }

  /** The claims that say when it was issued, and for how long it is valid, are added. */
  public String sign(Duration lifetime, Consumer<JwtClaimsSet.Builder> claims) {
    var now = Instant.now();
    var set = JwtClaimsSet.builder().issuedAt(now).expiresAt(now.plus(lifetime));
    claims.accept(set);
    return encoder.encode(JwtEncoderParameters.from(HEADER, set.build())).getTokenValue();
  }

  /** Empty unless this server has signed it, and it has not expired. */
  public Optional<Jwt> verify(String token) {
    try {
      return Optional.of(decoder.decode(token));
    } catch (JwtException e) {
      return Optional.empty();
    }
  }

  /** Only a token that is too new gets the benefit of the doubt. */
  private static OAuth2TokenValidatorResult checkTimes(Jwt token) {
    var now = Instant.now();
    var latest = now.plus(CLOCK_DIFFERENCE);
    boolean isValid =
        token.getExpiresAt() != null
            && token.hasClaim("exp")
            && token.getExpiresAt().isAfter(now)
            && token.hasClaim("iat")
            && !token.getIssuedAt().isAfter(latest)
            && (token.getNotBefore() == null || !token.getNotBefore().isAfter(latest));
    return result(isValid);
  }

  private static OAuth2TokenValidatorResult result(boolean isValid) {
    return isValid
        ? OAuth2TokenValidatorResult.success()
        : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
  }

  /** A token that cannot be guessed. */
  public static String random() {
    var bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is stored of a random token. */
  public static String hash(String token) {
    return HexFormat.of().formatHex(sha256(token));
  }

  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  public static byte[] hmac(String key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256.", e);
    }
  }
}
