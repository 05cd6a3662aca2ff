package app.room;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;

/** What is shown of a room to everybody who sees it. */
record RoomView(
    UUID id,
    String name,
    String topic,
    @JsonProperty("private") boolean isPrivate,
    UUID createdBy,
    Instant createdAt,
    long memberCount) {

  static RoomView of(Room room, long memberCount) {
    return new RoomView(
        room.id(),
        room.name(),
        room.topic(),
        room.isPrivate(),
        room.createdBy(),
        room.createdAt(),
        memberCount);
  }

  /**
   * What a user sees of a room.
   *
   * @param unreadCount null for those who are not members
   */
  record Own(@JsonUnwrapped RoomView room, Long unreadCount) {}
}
