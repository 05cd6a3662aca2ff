package app.account;

import app.security.Tokens;
import java.time.Duration;
import org.springframework.stereotype.Service;

@Service
public class Sessions {
  /** There are no refresh tokens, but each response with a user contains a new token. */
  private static final Duration LIFETIME = Duration.ofDays(1);

  private final Tokens tokens;

  Sessions(Tokens tokens) {
    this.tokens = tokens;
  }

  public Session start(User user) {
    var token = tokens.sign(LIFETIME, claims -> claims.subject(user.tokenSubject().toString()));
    return new Session(Session.SignedInUser.of(user, token));
  }
}
