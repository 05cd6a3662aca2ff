package app.account;

/** The response to a sign-in. */
public record Session(SignedInUser user) {

  /** What users see of themselves. */
  public record SignedInUser(
      String email, String token, String username, String bio, String image) {

    static SignedInUser of(User user, String token) {
      return new SignedInUser(user.email(), token, user.username(), user.bio(), user.image());
    }
  }
}
