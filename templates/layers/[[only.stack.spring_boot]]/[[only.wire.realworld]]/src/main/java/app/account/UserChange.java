package app.account;

import app.http.Member;
import app.text.Length;
import app.text.Name;
import app.text.Visible;
import jakarta.validation.constraints.Pattern;

/** What a user changes of their account; members that are missing stay as they are. */
record UserChange(
    Member<
            @Visible @Name(max = User.LONGEST_NAME)
            @Pattern(regexp = User.NAME, message = "is invalid") String>
        username,
    Member<@Visible @Email(message = "is invalid") String> email,
    Member<@Visible @Length(min = 8, max = 128) String> password,
    Member<@Length(min = 0, max = User.LONGEST_BIO) String> bio,
    Member<@Length(min = 0, max = User.LONGEST_IMAGE) String> image) {

  /** The password is another matter. */
  void applyTo(User user) {
    username.ifGiven(user::rename);
    email.ifGiven(user::changeEmail);
    bio.ifGiven(user::describe);
    image.ifGiven(user::picture);
  }
}
