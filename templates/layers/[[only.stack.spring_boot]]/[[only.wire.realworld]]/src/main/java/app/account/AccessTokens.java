package app.account;

import app.failure.Failure;
import app.failure.Failures;
import app.http.Authentication;
import app.http.Ids;
import app.security.Tokens;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds out who has sent a request by its token. */
@Component
class AccessTokens implements Authentication {
  private static final Set<String> SCHEMES = Set.of("token", "bearer");

  private final Users users;
  private final Tokens tokens;

  AccessTokens(Users users, Tokens tokens) {
    this.users = users;
    this.tokens = tokens;
  }

  @Override
  public User caller(String authorization) {
    if (authorization == null || authorization.isBlank()) {
      throw Failures.about(Failure.Kind.UNAUTHENTICATED, "token", "is missing");
    }
    return tokenIn(authorization)
        .flatMap(tokens::verify)
        // Tokens for other purposes have an audience.
        .filter(token -> token.getAudience() == null || token.getAudience().isEmpty())
        .flatMap(token -> Ids.parse(token.getSubject()))
        .flatMap(users::findByTokenSubject)
        .orElseThrow(AccessTokens::invalid);
  }

  static Failure invalid() {
    return Failures.about(Failure.Kind.UNAUTHENTICATED, "token", "is invalid");
  }

  private static Optional<String> tokenIn(String authorization) {
    var parts = authorization.split(" ", -1);
    return parts.length == 2 && SCHEMES.contains(parts[0].toLowerCase(Locale.ROOT))
        ? Optional.of(parts[1])
        : Optional.empty();
  }
}
