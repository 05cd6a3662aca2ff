package app.article;

import app.http.Member;
import app.text.Length;
import app.text.Name;
import app.text.Visible;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** A new article. */
public record Draft(
    @Visible @Name(max = LONGEST_TITLE) String title,
    @Visible @Length(max = LONGEST_DESCRIPTION) String description,
    @Visible @Length(max = LONGEST_BODY) String body,
    Member<@NotNull @Size(max = MOST_TAGS) List<@Visible @Name(max = LONGEST_TAG) String>>
        tagList) {

  static final int LONGEST_TITLE = 255;
  static final int LONGEST_DESCRIPTION = 1000;
  static final int LONGEST_BODY = 100_000;
  static final int MOST_TAGS = 32;
  static final int LONGEST_TAG = 64;

  public static Draft of(String title, String description, String body, List<String> tags) {
    return new Draft(title, description, body, new Member<>(true, tags));
  }

  List<String> tags() {
    return tagList.isGiven() ? tagList.value() : List.of();
  }
}
