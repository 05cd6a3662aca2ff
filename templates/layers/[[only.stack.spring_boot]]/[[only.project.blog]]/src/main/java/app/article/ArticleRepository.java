package app.article;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

interface ArticleRepository extends JpaRepository<Article, Long> {
  Optional<Article> findBySlug(String slug);

  boolean existsBySlugIn(Collection<String> slugs);

  /** Locks the article until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("from Article where id = :id")
  Optional<Article> lock(Long id);

  /** Articles as a viewer sees them, newest first, without their bodies. */
  @Query(
      """
      select new app.article.ArticleRow(
        article.id, article.slug, article.title, article.description, article.createdAt,
        article.updatedAt, :viewerId member of article.fans, size(article.fans),
        new app.profile.Profile(
          author.username, author.bio, author.image, :viewerId member of author.followers))
      from Article article join User author on author.id = article.authorId
      where article.id in :ids order by article.id desc""")
  List<ArticleRow> findRows(Collection<Long> ids, UUID viewerId);

  record Tagged(Long articleId, String name) {}

  @Query(
      """
      select new app.article.ArticleRepository$Tagged(article.id, tag.name)
      from Article article join article.tags tag where article.id in :ids order by tag.name""")
  List<Tagged> findTags(Collection<Long> ids);

  /**
   * What belongs to it is deleted by the database. Hibernate would do it before it locks the
   * article, and so run into those who change it.
   */
  @Modifying
  @Transactional
  @Query(value = "DELETE FROM articles WHERE id = :id", nativeQuery = true)
  void deleteIfThere(Long id);
}
