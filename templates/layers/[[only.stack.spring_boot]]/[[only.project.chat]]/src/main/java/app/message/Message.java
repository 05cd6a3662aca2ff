package app.message;

import app.account.User;
import app.http.Times;
import app.page.Row;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A message in a room. */
@Entity
@Table(name = "messages")
public class Message implements Row {
  /** Its position in the room. */
  @Id
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID id;

  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID roomId;

  @ManyToOne(fetch = FetchType.LAZY)
  private User author;

  private String body;
  private Instant createdAt;
  private Instant editedAt;

  protected Message() {}

  Message(UUID id, UUID roomId, User author, String body) {
    this.id = id;
    this.roomId = roomId;
    this.author = author;
    this.body = body;
    createdAt = Times.now();
  }

  void edit(String newBody) {
    body = newBody;
    editedAt = Times.now();
  }

  @Override
  public UUID id() {
    return id;
  }

  UUID roomId() {
    return roomId;
  }

  User author() {
    return author;
  }

  String body() {
    return body;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant editedAt() {
    return editedAt;
  }
}
