package app.article;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lists articles, newest first. */
@Service
class ArticleLists {
  private final JdbcClient database;
  private final ArticleViews views;

  ArticleLists(JdbcClient database, ArticleViews views) {
    this.database = database;
    this.views = views;
  }

  record Page(int limit, int offset) {}

  /** A page of articles, and how many there are on all pages. */
  record ArticleList(List<ArticleView> articles, long articlesCount) {}

  /**
   * It reads the ids of a page first, so that nothing is counted for articles that are not on it.
   */
  @Transactional(readOnly = true)
  ArticleList list(ArticleFilter filter, Page page, UUID viewerId) {
    var ids =
        database
            .sql("SELECT id FROM articles" + filter.where() + " ORDER BY id DESC LIMIT ? OFFSET ?")
            .params(filter.values())
            .params(page.limit(), page.offset())
            .query(Long.class)
            .list();
    long count =
        database
            .sql("SELECT count(*) FROM articles" + filter.where())
            .params(filter.values())
            .query(Long.class)
            .single();
    return new ArticleList(views.of(ids, viewerId), count);
  }
}
