package app.provider;

import app.failure.Failure;
import app.security.Tokens;
import app.settings.Settings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/** Keep an attempt in the browser that started it. */
@Component
class AttemptCookies {
  /** How long a user has to sign in at a provider. */
  static final Duration LIFETIME = Duration.ofMinutes(10);

  /** Access tokens have none, so neither can be used as the other. */
  private static final String AUDIENCE = "provider-callback";

  private final Tokens tokens;
  private final boolean isSecure;
  private final String name;

  AttemptCookies(Tokens tokens, Settings settings) {
    this.tokens = tokens;
    isSecure = settings.isProduction();
    // With this prefix, browsers do not let other hosts of the domain set it.
    name = isSecure ? "__Host-sign_in" : "sign_in";
  }

  /** Lax, because the callback comes from another site. */
  String write(Attempt attempt) {
    var token =
        tokens.sign(
            LIFETIME,
            claims ->
                claims
                    .audience(List.of(AUDIENCE))
                    .claim("provider", attempt.provider())
                    .claim("state", attempt.state())
                    .claim("nonce", attempt.nonce())
                    .claim("verifier", attempt.verifier())
                    .claim("user_id", attempt.userId()));
    return ResponseCookie.from(name, token)
        .path("/")
        .maxAge(LIFETIME)
        .httpOnly(true)
        .secure(isSecure)
        .sameSite("Lax")
        .build()
        .toString();
  }

  Attempt read(HttpServletRequest request) {
    return Optional.ofNullable(request.getCookies()).stream()
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(name))
        .map(Cookie::getValue)
        .findFirst()
        .flatMap(tokens::verify)
        .filter(token -> List.of(AUDIENCE).equals(token.getAudience()))
        .map(AttemptCookies::attempt)
        .orElseThrow(
            () ->
                new Failure(
                    Failure.Kind.START_AGAIN,
                    "This browser did not start to sign in, or more than ten minutes ago. Start again."));
  }

  private static Attempt attempt(Jwt token) {
    return new Attempt(
        token.getClaimAsString("provider"),
        token.getClaimAsString("state"),
        token.getClaimAsString("nonce"),
        token.getClaimAsString("verifier"),
        token.getClaimAsString("user_id"));
  }
}
