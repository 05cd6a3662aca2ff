package app.sample;

import app.account.SampleData;
import app.account.User;
import app.article.Articles;
import app.article.Draft;
import app.article.Slugs;
import app.comment.Comments;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sample articles of guests. */
@Component
class Sample implements SampleData {
  private record Text(String beginning, String description, List<String> tags) {}

  private static final List<Text> TEXTS =
      List.of(
          new Text("Hello from", "Change me, tag me, delete me.", List.of("demo")),
          new Text(
              "What you may try,",
              "Follow an author, like an article, answer a comment.",
              List.of("demo", "how-to")));

  private final Articles articles;
  private final Comments comments;

  Sample(Articles articles, Comments comments) {
    this.articles = articles;
    this.comments = comments;
  }

  /** The titles contain the name, so that no two guests want the same slug. */
  @Override
  @Transactional
  public void addTo(User user) {
    for (var text : TEXTS) {
      var title = text.beginning() + " " + user.username();
      var draft = Draft.of(title, text.description(), "# " + text.description(), text.tags());
      var article = articles.add(user, Slugs.of(title), draft);
      articles.like(user, article);
      comments.add(user, article, "The first comment is mine.");
    }
  }
}
