package app.account;

import app.failure.Failure;
import app.http.Authentication;
import app.http.Ids;
import app.security.Tokens;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds out who has sent a request by its access token. */
@Component
class BearerTokens implements Authentication {
  private final Users users;
  private final Tokens tokens;

  BearerTokens(Users users, Tokens tokens) {
    this.users = users;
    this.tokens = tokens;
  }

  @Override
  public User caller(String authorization) {
    return Optional.ofNullable(authorization)
        .flatMap(BearerTokens::tokenIn)
        .flatMap(tokens::verify)
        // Tokens for other purposes have an audience.
        .filter(token -> token.getAudience() == null || token.getAudience().isEmpty())
        .flatMap(token -> Ids.parse(token.getSubject()))
        .flatMap(users::findById)
        .orElseThrow(
            () ->
                new Failure(
                    Failure.Kind.UNAUTHENTICATED, "Sign in first: send a valid access token."));
  }

  private static Optional<String> tokenIn(String authorization) {
    var parts = authorization.split(" ", -1);
    return parts.length == 2 && parts[0].equalsIgnoreCase("bearer")
        ? Optional.of(parts[1])
        : Optional.empty();
  }
}
