package app.room;

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

/** A user in a room. */
@Entity
@Table(name = "members")
public class Membership implements Row {
  /** Sorts by the time of joining. */
  @Id
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID id;

  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID roomId;

  @ManyToOne(fetch = FetchType.LAZY)
  private User user;

  private Instant joinedAt;

  /** A position in the order of messages: it stays when the message is deleted. */
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID readUpTo;

  protected Membership() {}

  /** Earlier messages count as read. */
  Membership(UUID id, Room room, User user) {
    this.id = id;
    this.user = user;
    roomId = room.id();
    joinedAt = Times.now();
    readUpTo = room.lastMessageId();
  }

  @Override
  public UUID id() {
    return id;
  }

  User user() {
    return user;
  }

  Instant joinedAt() {
    return joinedAt;
  }
}
