package app.comment;

import app.account.User;
import app.article.Article;
import app.http.Times;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A comment on an article. */
@Entity
@Table(name = "comments")
class Comment {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private Long id;

  private Long articleId;

  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID authorId;

  private String body;
  private Instant createdAt;
  private Instant updatedAt;

  protected Comment() {}

  Comment(User author, Article article, String body) {
    authorId = author.id();
    articleId = article.id();
    this.body = body;
    createdAt = Times.now();
    updatedAt = createdAt;
  }

  Long id() {
    return id;
  }

  boolean isBy(User user) {
    return authorId.equals(user.id());
  }
}
