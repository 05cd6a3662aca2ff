package app.room;

import app.account.User;
import app.failure.Failure;
import app.http.Member;
import app.http.Query;
import app.page.Order;
import app.page.Page;
import app.page.Pages;
import app.text.Length;
import app.text.Name;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(RoomController.PATH)
class RoomController {
  static final String PATH = "/api/v1/rooms";

  /** Ids sort by time. */
  private static final Order<Room> NEWEST_FIRST =
      new Order<>("id", UUID.class, Room::id, false, true);

  private final Rooms rooms;
  private final Pages pages;

  RoomController(Rooms rooms, Pages pages) {
    this.rooms = rooms;
    this.pages = pages;
  }

  record NewRoom(
      @NotNull @Name(max = Room.LONGEST_NAME) String name,
      @Length(max = Room.LONGEST_TOPIC) String topic,
      @JsonProperty("private") Member<Boolean> isPrivate) {

    boolean privately() {
      if (isPrivate.isGiven() && isPrivate.value() == null) {
        throw Failure.invalid("/private", "It is true or false.");
      }
      return isPrivate.isGiven() && isPrivate.value();
    }
  }

  record RoomChange(
      Member<@NotNull @Name(max = Room.LONGEST_NAME) String> name,
      Member<@Length(max = Room.LONGEST_TOPIC) String> topic) {

    void applyTo(Room room) {
      name.ifGiven(room::rename);
      topic.ifGiven(room::describe);
    }
  }

  @GetMapping
  Page<RoomView.Own> list(
      @RequestAttribute User caller, HttpServletRequest request, HttpServletResponse response) {
    var page = pages.read(request, new Query(request.getQueryString()), NEWEST_FIRST);
    return rooms.list(caller, page, response);
  }

  @PostMapping
  ResponseEntity<RoomView.Own> create(@RequestAttribute User caller, @RequestBody NewRoom body) {
    var room = rooms.create(caller, body.name(), body.topic(), body.privately());
    return ResponseEntity.created(URI.create(PATH + "/" + room.id()))
        .body(rooms.view(caller, room));
  }

  @GetMapping("/{id}")
  RoomView.Own show(@RequestAttribute User caller, @PathVariable UUID id) {
    return rooms.view(caller, rooms.find(caller, id));
  }

  @PatchMapping("/{id}")
  RoomView.Own change(
      @RequestAttribute User caller, @PathVariable UUID id, @RequestBody RoomChange body) {
    return rooms.view(caller, rooms.change(caller, id, body::applyTo));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@RequestAttribute User caller, @PathVariable UUID id) {
    rooms.delete(caller, id);
  }
}
