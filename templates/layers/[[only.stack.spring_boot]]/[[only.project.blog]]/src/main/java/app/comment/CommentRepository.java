package app.comment;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

interface CommentRepository extends JpaRepository<Comment, Long> {
  /** Comments as a viewer sees them; a condition follows. */
  String VIEWS =
      """
      select new app.comment.CommentView(
        comment.id, comment.createdAt, comment.updatedAt, comment.body,
        new app.profile.Profile(
          author.username, author.bio, author.image, :viewerId member of author.followers))
      from Comment comment join User author on author.id = comment.authorId
      where\s""";

  @Query(VIEWS + "comment.articleId = :articleId order by comment.id desc")
  List<CommentView> findViews(Long articleId, UUID viewerId);

  @Query(VIEWS + "comment.id = :id")
  Optional<CommentView> findView(Long id, UUID viewerId);

  Optional<Comment> findByIdAndArticleId(Long id, Long articleId);

  @Modifying
  @Transactional
  @Query("delete from Comment where id = :id")
  void deleteIfThere(Long id);
}
