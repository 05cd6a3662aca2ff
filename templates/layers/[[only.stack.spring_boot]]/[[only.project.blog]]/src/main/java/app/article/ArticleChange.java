package app.article;

import app.http.Member;
import app.text.Length;
import app.text.Name;
import app.text.Visible;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** What an author changes; members that are missing stay as they are. */
record ArticleChange(
    Member<@Visible @Name(max = Draft.LONGEST_TITLE) String> title,
    Member<@Visible @Length(max = Draft.LONGEST_DESCRIPTION) String> description,
    Member<@Visible @Length(max = Draft.LONGEST_BODY) String> body,
    Member<
            @NotNull @Size(max = Draft.MOST_TAGS) List<
                @Visible @Name(max = Draft.LONGEST_TAG) String>>
        tagList) {

  /** The slug only changes with the title. */
  boolean renames(Article article) {
    return title.isGiven() && !title.value().equals(article.title());
  }

  /** Tags are another matter. */
  void applyTo(Article article) {
    title.ifGiven(article::rename);
    description.ifGiven(article::describe);
    body.ifGiven(article::write);
  }
}
