package app.article;

import app.account.User;
import app.http.Times;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "articles")
public class Article {
  /** It increases, so the newest article has the highest one. */
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private Long id;

  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID authorId;

  private String slug;
  private String title;
  private String description;
  private String body;
  private Instant createdAt;
  private Instant updatedAt;

  @ManyToMany
  @JoinTable(
      name = "article_tags",
      joinColumns = @JoinColumn(name = "article_id"),
      inverseJoinColumns = @JoinColumn(name = "tag_id"))
  private Set<Tag> tags = new HashSet<>();

  /** The ids of users. Only queries read them. */
  @ElementCollection
  @CollectionTable(name = "favorites", joinColumns = @JoinColumn(name = "article_id"))
  @Column(name = "user_id")
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private Set<UUID> fans = new HashSet<>();

  protected Article() {}

  Article(User author, String slug) {
    authorId = author.id();
    this.slug = slug;
    createdAt = Times.now();
    updatedAt = createdAt;
  }

  void moveTo(String newSlug) {
    slug = newSlug;
  }

  void rename(String newTitle) {
    title = newTitle;
  }

  void describe(String newDescription) {
    description = newDescription;
  }

  void write(String newBody) {
    body = newBody;
  }

  void tag(Collection<Tag> newTags) {
    tags.clear();
    tags.addAll(newTags);
  }

  /** The time increases even if two changes happen in the same millisecond. */
  void touch() {
    var now = Times.now();
    updatedAt = now.isAfter(updatedAt) ? now : updatedAt.plusMillis(1);
  }

  public Long id() {
    return id;
  }

  String title() {
    return title;
  }

  String body() {
    return body;
  }

  boolean isBy(User user) {
    return authorId.equals(user.id());
  }
}
