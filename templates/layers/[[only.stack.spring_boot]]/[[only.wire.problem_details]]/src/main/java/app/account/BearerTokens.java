package app.account;

import app.failure.Failure;
import app.http.Callers;
import app.http.Ids;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

@Component
class BearerTokens implements Callers {
  private final Users users;

  BearerTokens(Users users) {
    this.users = users;
  }

  @Override
  public User find(Jwt token) {
    return Ids.parse(token.getSubject())
        .flatMap(users::findById)
        .orElseThrow(BearerTokens::signInFirst);
  }

  @Override
  public Failure refusal(AuthenticationException reason) {
    return signInFirst();
  }

  private static Failure signInFirst() {
    return new Failure(Failure.Kind.UNAUTHENTICATED, "Sign in first: send a valid access token.");
  }
}
