package app.article;

import app.http.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Which articles to list: conditions in SQL, with a value for each. */
record ArticleFilter(List<String> conditions, List<Object> values) {
  private static final int LONGEST = 64;

  private static final String TAG =
      "id IN (SELECT article_id FROM article_tags JOIN tags ON tags.id = tag_id WHERE name = ?)";
  private static final String AUTHOR = "author_id = (SELECT id FROM users WHERE username = ?)";
  private static final String FAVORITED =
      """
      id IN (
        SELECT article_id FROM favorites
        WHERE user_id = (SELECT id FROM users WHERE username = ?))""";
  private static final String FEED =
      "author_id IN (SELECT followed_id FROM follows WHERE follower_id = ?)";

  private ArticleFilter() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  /** An article has to match all parameters that are given. */
  static ArticleFilter read(Query query) {
    var filter = new ArticleFilter();
    filter.add(TAG, query.text("tag", LONGEST));
    filter.add(AUTHOR, query.text("author", LONGEST));
    filter.add(FAVORITED, query.text("favorited", LONGEST));
    return filter;
  }

  /** The articles by those whom a user follows. */
  static ArticleFilter feedOf(UUID userId) {
    var filter = new ArticleFilter();
    filter.add(FEED, userId.toString());
    return filter;
  }

  private void add(String condition, String value) {
    if (value != null) {
      conditions.add(condition);
      values.add(value);
    }
  }

  String where() {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }
}
