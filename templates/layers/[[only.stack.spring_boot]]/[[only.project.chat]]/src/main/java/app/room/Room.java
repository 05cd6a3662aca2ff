package app.room;

import app.http.Times;
import app.ids.OrderedIds;
import app.page.Row;
import app.text.Text;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A room for messages. */
@Entity
@Table(name = "rooms")
public class Room implements Row {
  static final int LONGEST_NAME = 80;
  static final int LONGEST_TOPIC = 250;

  @Id
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID id;

  private String name;

  /** The name for comparison. */
  private String nameKey;

  private String topic;
  private boolean isPrivate;

  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID createdBy;

  private Instant createdAt;

  /** Kept when the message is deleted, so that later messages never get an earlier id. */
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID lastMessageId = OrderedIds.FIRST;

  protected Room() {}

  Room(UUID id, UUID createdBy, String name, String topic, boolean isPrivate) {
    this.id = id;
    this.createdBy = createdBy;
    this.topic = topic;
    this.isPrivate = isPrivate;
    createdAt = Times.now();
    rename(name);
  }

  final void rename(String newName) {
    name = newName;
    nameKey = Text.fold(Text.compared(newName));
  }

  void describe(String newTopic) {
    topic = newTopic;
  }

  /** Notes the id of a new message. */
  public void advanceTo(UUID messageId) {
    lastMessageId = messageId;
  }

  @Override
  public UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  String topic() {
    return topic;
  }

  boolean isPrivate() {
    return isPrivate;
  }

  UUID createdBy() {
    return createdBy;
  }

  Instant createdAt() {
    return createdAt;
  }

  public UUID lastMessageId() {
    return lastMessageId;
  }
}
