package app.article;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import app.failure.Failures;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads what a viewer sees of articles, in two queries however many there are. */
@Component
class ArticleViews {
  private final ArticleRepository articles;

  ArticleViews(ArticleRepository articles) {
    this.articles = articles;
  }

  /** Newest first, without those that have been deleted in the meantime. */
  List<ArticleView> of(List<Long> ids, UUID viewerId) {
    return ids.isEmpty() ? List.of() : views(ids, viewerId, null);
  }

  ArticleView of(Article article, UUID viewerId) {
    return views(List.of(article.id()), viewerId, article.body()).stream()
        .findFirst()
        .orElseThrow(() -> Failures.notFound("article"));
  }

  private List<ArticleView> views(List<Long> ids, UUID viewerId, String body) {
    var rows = articles.findRows(ids, viewerId);
    var tags =
        articles.findTags(ids).stream()
            .collect(
                groupingBy(
                    ArticleRepository.Tagged::articleId,
                    mapping(ArticleRepository.Tagged::name, toList())));
    return rows.stream()
        .map(row -> ArticleView.of(row, tags.getOrDefault(row.id(), List.of()), body))
        .toList();
  }
}
