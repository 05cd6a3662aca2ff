package app.account;

import app.security.Passwords;
import app.security.Tokens;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Accounts to try the project out with. */
@Component
public class Guests {
  private final Users users;
  private final Passwords passwords;

  Guests(Users users, Passwords passwords) {
    this.users = users;
    this.passwords = passwords;
  }

  /** Creates an account whose address cannot be guessed, and whose password nobody knows. */
  public User add(String name) {
    var email = "guest-" + UUID.randomUUID() + "@guest.invalid";
    return users.saveAndFlush(new User(email, name, passwords.hash(Tokens.random()), true));
  }
}
