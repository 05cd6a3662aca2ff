package app.article;

import app.account.User;
import app.database.DatabaseErrors;
import app.database.Inserts;
import app.failure.Failures;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The articles of all users. */
@Service
public class Articles {
  private final ArticleRepository articles;
  private final ArticleViews views;
  private final Tags tags;
  private final JdbcClient database;
  private final Inserts inserts;
  private final TransactionTemplate transaction;
  private final DatabaseErrors databaseErrors;

  Articles(
      ArticleRepository articles,
      ArticleViews views,
      Tags tags,
      JdbcClient database,
      Inserts inserts,
      TransactionTemplate transaction,
      DatabaseErrors databaseErrors) {
    this.articles = articles;
    this.views = views;
    this.tags = tags;
    this.database = database;
    this.inserts = inserts;
    this.transaction = transaction;
    this.databaseErrors = databaseErrors;
  }

  public Article find(String slug) {
    return articles.findBySlug(slug).orElseThrow(() -> Failures.notFound("article"));
  }

  private Article findOf(User author, String slug) {
    var found = find(slug);
    if (!found.isBy(author)) {
      throw Failures.forbidden("article");
    }
    return found;
  }

  @Transactional(readOnly = true)
  ArticleView read(String slug, UUID viewerId) {
    return views.of(find(slug), viewerId);
  }

  ArticleView write(User author, Draft draft) {
    return underSlug(draft.title(), slug -> views.of(add(author, slug, draft), author.id()));
  }

  /** Fails if the slug is taken. */
  @Transactional
  public Article add(User author, String slug, Draft draft) {
    var article = new Article(author, slug);
    article.rename(draft.title());
    article.describe(draft.description());
    article.write(draft.body());
    article.tag(tags.named(draft.tags()));
    return articles.saveAndFlush(article);
  }

  /** Returns the article as this change left it, whatever others change right after. */
  ArticleView change(User author, String slug, ArticleChange change) {
    var found = findOf(author, slug);
    return change.renames(found)
        ? underSlug(change.title().value(), newSlug -> change(found.id(), newSlug, author, change))
        : transaction.execute(_ -> change(found.id(), null, author, change));
  }

  private ArticleView change(Long id, String newSlug, User author, ArticleChange change) {
    var article = articles.lock(id).orElseThrow(() -> Failures.notFound("article"));
    change.applyTo(article);
    if (newSlug != null) {
      article.moveTo(newSlug);
    }
    change.tagList().ifGiven(names -> article.tag(tags.named(names)));
    article.touch();
    return views.of(articles.saveAndFlush(article), author.id());
  }

  /**
   * Saves under the slug of a title, and with a random suffix if that is taken. This is known when
   * it is saved: checking before would be a race.
   */
  private <T> T underSlug(String title, Function<String, T> save) {
    var slug = Slugs.of(title);
    if (!Slugs.isReserved(slug)) {
      try {
        return transaction.execute(_ -> save.apply(slug));
      } catch (NestedRuntimeException e) {
        if (!databaseErrors.isDuplicate(e)) {
          throw e;
        }
      }
    }
    return transaction.execute(_ -> save.apply(Slugs.withSuffix(slug)));
  }

  void delete(User author, String slug) {
    articles.deleteIfThere(findOf(author, slug).id());
  }

  ArticleView like(User user, String slug) {
    var article = find(slug);
    like(user, article);
    return views.of(article, user.id());
  }

  /** Can be repeated. */
  public void like(User user, Article article) {
    try {
      inserts.insertMissing(
          "INSERT INTO favorites (article_id, user_id) VALUES (?, ?)",
          article.id(),
          user.id().toString());
    } catch (NestedRuntimeException e) {
      throw databaseErrors.isOrphan(e) ? Failures.notFound("article") : e;
    }
  }

  /** Can be repeated. */
  ArticleView unlike(User user, String slug) {
    var article = find(slug);
    database
        .sql("DELETE FROM favorites WHERE article_id = ? AND user_id = ?")
        .params(article.id(), user.id().toString())
        .update();
    return views.of(article, user.id());
  }

  public boolean anyExists(Collection<String> slugs) {
    return articles.existsBySlugIn(slugs);
  }
}
