package app.comment;

import app.account.User;
import app.article.Article;
import app.article.Articles;
import app.database.DatabaseErrors;
import app.failure.Failures;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.core.NestedRuntimeException;
import org.springframework.stereotype.Service;

/** The comments on all articles. An article is looked up before its comments. */
@Service
public class Comments {
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");

  private final CommentRepository comments;
  private final Articles articles;
  private final DatabaseErrors databaseErrors;

  Comments(CommentRepository comments, Articles articles, DatabaseErrors databaseErrors) {
    this.comments = comments;
    this.articles = articles;
    this.databaseErrors = databaseErrors;
  }

  List<CommentView> list(String slug, UUID viewerId) {
    return comments.findViews(articles.find(slug).id(), viewerId);
  }

  CommentView write(User author, String slug, String body) {
    var added = add(author, articles.find(slug), body);
    // It is deleted with its article.
    return comments
        .findView(added.id(), author.id())
        .orElseThrow(() -> Failures.notFound("article"));
  }

  public Comment add(User author, Article article, String body) {
    try {
      return comments.saveAndFlush(new Comment(author, article, body));
    } catch (NestedRuntimeException e) {
      throw databaseErrors.isOrphan(e) ? Failures.notFound("article") : e;
    }
  }

  void delete(User author, String slug, String id) {
    var article = articles.find(slug);
    var comment =
        Optional.of(id)
            .filter(text -> ID.matcher(text).matches())
            .map(Long::valueOf)
            .flatMap(number -> comments.findByIdAndArticleId(number, article.id()))
            .orElseThrow(() -> Failures.notFound("comment"));
    if (!comment.isBy(author)) {
      throw Failures.forbidden("comment");
    }
    comments.deleteIfThere(comment.id());
  }
}
