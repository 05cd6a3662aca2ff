package app.article;

import app.profile.Profile;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * What a viewer sees of an article.
 *
 * @param body nothing in lists
 */
record ArticleView(
    String slug,
    String title,
    String description,
    List<String> tagList,
    Instant createdAt,
    Instant updatedAt,
    boolean favorited,
    int favoritesCount,
    Profile author,
    @JsonInclude(JsonInclude.Include.NON_NULL) String body) {

  static ArticleView of(ArticleRow row, List<String> tags, String body) {
    return new ArticleView(
        row.slug(),
        row.title(),
        row.description(),
        tags,
        row.createdAt(),
        row.updatedAt(),
        row.favorited(),
        row.favoritesCount(),
        row.author(),
        body);
  }
}
