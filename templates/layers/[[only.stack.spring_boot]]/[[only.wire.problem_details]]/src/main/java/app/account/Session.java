package app.account;

import java.time.Instant;
import java.util.UUID;

/** The response to a sign-in. */
public record Session(
    UserView user, String accessToken, String tokenType, long expiresIn, String refreshToken) {

  /** What is shown of a user. */
  public record UserView(UUID id, String email, String name, Instant createdAt) {
    static UserView of(User user) {
      return new UserView(user.id(), user.email(), user.name(), user.createdAt());
    }
  }
}
