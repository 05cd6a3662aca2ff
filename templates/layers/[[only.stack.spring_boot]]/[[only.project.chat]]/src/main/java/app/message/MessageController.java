package app.message;

import app.account.User;
import app.http.Query;
import app.page.Order;
import app.page.Page;
import app.page.Pages;
import app.room.Rooms;
import app.text.Length;
import jakarta.persistence.criteria.Predicate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.ArrayList;
import java.util.UUID;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MessageController {
  static final String PATH = "/api/v1/messages";

  private static final String OF_ROOM = "/api/v1/rooms/{roomId}";

  /** Ids sort by time. */
  private static final Order<Message> NEWEST_FIRST =
      new Order<>("id", UUID.class, Message::id, false, true);

  private final Messages messages;
  private final MessageRepository repository;
  private final Rooms rooms;
  private final Pages pages;

  MessageController(Messages messages, MessageRepository repository, Rooms rooms, Pages pages) {
    this.messages = messages;
    this.repository = repository;
    this.rooms = rooms;
    this.pages = pages;
  }

  record MessageFields(
      @NotNull
          @Length(max = 4000)
          @Pattern(
              regexp = "(?s).*[^\\x00-\\x20].*",
              message = "It has a character that is not white space.")
          String body) {}

  record ReadMark(@NotNull UUID messageId) {}

  @GetMapping(OF_ROOM + "/messages")
  Page<MessageView> list(
      @RequestAttribute User caller,
      @PathVariable UUID roomId,
      HttpServletRequest request,
      HttpServletResponse response) {
    rooms.findJoined(caller, roomId);
    var query = new Query(request.getQueryString());
    var where = between(roomId, query.id("after"), query.id("before"));
    var page = pages.read(request, query, NEWEST_FIRST);
    return pages.fetch(repository, where, page, MessageView::of, response);
  }

  /** Both ends are optional, and not part of it. */
  private static Specification<Message> between(UUID roomId, UUID after, UUID before) {
    return (message, _, where) -> {
      message.fetch("author");
      var all = new ArrayList<Predicate>();
      all.add(where.equal(message.get("roomId"), roomId));
      if (after != null) {
        all.add(where.greaterThan(message.get("id"), after));
      }
      if (before != null) {
        all.add(where.lessThan(message.get("id"), before));
      }
      return where.and(all);
    };
  }

  @PostMapping(OF_ROOM + "/messages")
  ResponseEntity<String> send(
      @RequestAttribute User caller,
      @PathVariable UUID roomId,
      @RequestHeader(name = "Idempotency-Key", required = false) String key,
      @RequestBody MessageFields body) {
    rooms.findJoined(caller, roomId);
    var sent = messages.send(caller, roomId, key, body.body());
    return ResponseEntity.created(URI.create(sent.location()))
        .contentType(MediaType.APPLICATION_JSON)
        .body(sent.body());
  }

  @PutMapping(OF_ROOM + "/read")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void markRead(
      @RequestAttribute User caller, @PathVariable UUID roomId, @RequestBody ReadMark body) {
    rooms.findJoined(caller, roomId);
    messages.markRead(caller, roomId, body.messageId());
  }

  @GetMapping(PATH + "/{id}")
  MessageView show(@RequestAttribute User caller, @PathVariable UUID id) {
    return MessageView.of(messages.find(caller, id));
  }

  @PatchMapping(PATH + "/{id}")
  MessageView edit(
      @RequestAttribute User caller, @PathVariable UUID id, @RequestBody MessageFields body) {
    return messages.edit(caller, id, body.body());
  }

  @DeleteMapping(PATH + "/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@RequestAttribute User caller, @PathVariable UUID id) {
    messages.delete(caller, id);
  }
}
