package app.account;

import app.http.Callers;
import app.http.Ids;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/** Users may have been deleted while their access tokens were valid. */
@Component
class TokenOwners implements Callers {
  private final Users users;

  TokenOwners(Users users) {
    this.users = users;
  }

  @Override
  public Optional<User> find(Jwt token) {
    return Ids.parse(token.getSubject()).flatMap(users::findById);
  }
}
