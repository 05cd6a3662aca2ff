package app.message;

import java.time.Instant;
import java.util.UUID;

/** What is shown of a message, in lists and events. */
public record MessageView(
    UUID id, UUID roomId, Author author, String body, Instant createdAt, Instant editedAt) {

  public record Author(UUID id, String name) {}

  static MessageView of(Message message) {
    return new MessageView(
        message.id(),
        message.roomId(),
        new Author(message.author().id(), message.author().name()),
        message.body(),
        message.createdAt(),
        message.editedAt());
  }
}
