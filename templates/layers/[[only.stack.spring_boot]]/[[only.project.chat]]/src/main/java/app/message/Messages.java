package app.message;

import app.account.User;
import app.channel.Channels;
import app.channel.Hub;
import app.failure.Failure;
import app.idempotency.Idempotency;
import app.ids.OrderedIds;
import app.room.MembershipRepository;
import app.room.Room;
import app.room.RoomRepository;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** The messages of all rooms. Its methods announce what changes. */
@Service
public class Messages {
  private final MessageRepository messages;
  private final RoomRepository rooms;
  private final MembershipRepository memberships;
  private final EntityManager entities;
  private final OrderedIds ids;
  private final Hub hub;
  private final Idempotency idempotency;
  private final JsonMapper json;

  Messages(
      MessageRepository messages,
      RoomRepository rooms,
      MembershipRepository memberships,
      EntityManager entities,
      OrderedIds ids,
      Hub hub,
      Idempotency idempotency,
      JsonMapper json) {
    this.messages = messages;
    this.rooms = rooms;
    this.memberships = memberships;
    this.entities = entities;
    this.ids = ids;
    this.hub = hub;
    this.idempotency = idempotency;
    this.json = json;
  }

  Message find(User caller, UUID id) {
    return messages.findVisible(id, caller.id()).orElseThrow(Failure::notFound);
  }

  private Message findOwn(User caller, UUID id) {
    var message = find(caller, id);
    if (!message.author().id().equals(caller.id())) {
      throw new Failure(Failure.Kind.FORBIDDEN, "Only the message's author can do this.");
    }
    return message;
  }

  /**
   * Sends a message, unless it was sent with this key before. The lock is held until it is
   * announced, so that all subscribers get messages in the order of the list.
   */
  Idempotency.Answer send(User author, UUID roomId, String key, String body) {
    var channel = Channels.ofRoom(roomId);
    var isNew = new AtomicBoolean();
    return hub.locked(
        channel,
        () -> {
          var sent =
              idempotency.once(
                  author,
                  key,
                  json.writeValueAsString(List.of(roomId, body)),
                  () -> {
                    isNew.set(true);
                    return answer(MessageView.of(add(author, roomId, body)));
                  });
          if (isNew.get()) {
            hub.announce(channel, "message.created", sent.body());
          }
          return sent;
        });
  }

  private Idempotency.Answer answer(MessageView sent) {
    return new Idempotency.Answer(
        MessageController.PATH + "/" + sent.id(), null, json.writeValueAsString(sent));
  }

  /**
   * Adds a message in a transaction of the caller, and announces nothing. The lock on the room's
   * row keeps ids in the order of rows.
   */
  public Message add(User author, UUID roomId, String body) {
    Room room = rooms.lock(roomId).orElseThrow(Failure::notFound);
    if (!memberships.existsByRoomIdAndUserId(roomId, author.id())) {
      throw new Failure(Failure.Kind.FORBIDDEN, "You are no longer a member of this room.");
    }
    // What was read before the lock may have changed since.
    entities.refresh(room);
    var message = new Message(ids.after(room.lastMessageId()), roomId, author, body);
    entities.persist(message);
    room.advanceTo(message.id());
    return message;
  }

  MessageView edit(User caller, UUID id, String body) {
    return withOwn(
        caller,
        id,
        "message.updated",
        message -> {
          message.edit(body);
          messages.save(message);
          return message;
        });
  }

  void delete(User caller, UUID id) {
    withOwn(
        caller,
        id,
        "message.deleted",
        message -> {
          messages.delete(message);
          return message;
        });
  }

  /** Changes a message, and announces it, while it holds the lock of the room's channel. */
  private MessageView withOwn(User caller, UUID id, String event, UnaryOperator<Message> change) {
    var channel = Channels.ofRoom(findOwn(caller, id).roomId());
    return hub.locked(
        channel,
        () -> {
          // It may have been deleted while this waited for the lock.
          var changed = MessageView.of(change.apply(findOwn(caller, id)));
          hub.announce(channel, event, json.writeValueAsString(changed));
          return changed;
        });
  }

  /** Marks a message and all before it as read. */
  void markRead(User caller, UUID roomId, UUID messageId) {
    if (!messages.existsByIdAndRoomId(messageId, roomId)) {
      throw Failure.invalid("/message_id", "This message is not in this room.");
    }
    memberships.markRead(roomId, caller.id(), messageId);
  }
}
