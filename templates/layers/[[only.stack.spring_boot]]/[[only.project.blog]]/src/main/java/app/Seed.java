package app;

import app.account.Accounts;
import app.account.User;
import app.article.Articles;
import app.article.Draft;
import app.article.Slugs;
import app.comment.Comments;
import app.database.DatabaseErrors;
import app.failure.Failure;
import app.profile.Profiles;
import java.util.List;
import org.springframework.core.NestedRuntimeException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** An author with sample articles, and a reader who follows her, as whom anyone can sign in. */
@Component
class Seed {
  private static final String READER = "demo";
  private static final String AUTHOR = "grace";
  private static final String EMAIL = "demo@example.com";
  private static final String AUTHOR_EMAIL = "grace@example.com";
  private static final String PASSWORD = "correct horse battery staple";

  private static final List<Draft> DRAFTS =
      List.of(
          draft("How to train your dragon", "Ever wonder how?", "dragons", "training"),
          draft("Nobody reads the manual", "And what to do about it.", "writing"),
          draft(
              "Lists without surprises",
              "Pages, counts and one query too many.",
              "sql",
              "writing"));

  private static final List<String> SLUGS =
      DRAFTS.stream().map(draft -> Slugs.of(draft.title())).toList();

  private final Accounts accounts;
  private final Profiles profiles;
  private final Articles articles;
  private final Comments comments;
  private final TransactionTemplate transaction;
  private final DatabaseErrors databaseErrors;

  Seed(
      Accounts accounts,
      Profiles profiles,
      Articles articles,
      Comments comments,
      TransactionTemplate transaction,
      DatabaseErrors databaseErrors) {
    this.accounts = accounts;
    this.profiles = profiles;
    this.articles = articles;
    this.comments = comments;
    this.transaction = transaction;
    this.databaseErrors = databaseErrors;
  }

  private static Draft draft(String title, String description, String... tags) {
    return Draft.of(title, description, "# " + title + "\n\n" + description, List.of(tags));
  }

  /** Somebody else has a name of the sample data. */
  static class TakenException extends RuntimeException {
    TakenException() {
      super(
          "nothing was added, because one of these names is taken: "
              + String.join(", ", EMAIL, AUTHOR_EMAIL, READER, AUTHOR)
              + ", "
              + String.join(", ", SLUGS));
    }
  }

  /** Adds the sample data, unless it is there, and returns how to sign in. */
  String plant() {
    if (!accounts.matches(EMAIL, PASSWORD)) {
      try {
        transaction.executeWithoutResult(_ -> add());
      } catch (Failure e) {
        throw new TakenException();
      } catch (NestedRuntimeException e) {
        throw databaseErrors.isDuplicate(e) ? new TakenException() : e;
      }
    }
    return "Sign in as %s with the password: %s".formatted(EMAIL, PASSWORD);
  }

  private void add() {
    if (articles.anyExists(SLUGS)) {
      throw new TakenException();
    }
    var author = accounts.add(AUTHOR, AUTHOR_EMAIL, PASSWORD);
    author.describe("I write about what I had to learn twice. 🐉");
    var reader = accounts.add(READER, EMAIL, PASSWORD);
    profiles.follow(reader, AUTHOR);
    DRAFTS.forEach(draft -> add(draft, author, reader));
  }

  private void add(Draft draft, User author, User reader) {
    var article = articles.add(author, Slugs.of(draft.title()), draft);
    articles.like(reader, article);
    comments.add(reader, article, "Thank you so much!");
  }
}
