package app.room;

import app.account.Accounts;
import app.account.User;
import app.failure.Failure;
import app.http.Query;
import app.page.Order;
import app.page.Page;
import app.page.Pages;
import app.security.RateLimit;
import app.text.Length;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(RoomController.PATH + "/{id}")
class MembershipController {
  private static final int INVITATIONS_PER_MINUTE = 20;

  /** Ids sort by time. */
  private static final Order<Membership> AS_THEY_JOINED =
      new Order<>("id", UUID.class, Membership::id, false, false);

  private final Rooms rooms;
  private final MembershipRepository memberships;
  private final Accounts accounts;
  private final Pages pages;
  private final RateLimit invitations;

  MembershipController(
      Rooms rooms, MembershipRepository memberships, Accounts accounts, Pages pages, Clock clock) {
    this.rooms = rooms;
    this.memberships = memberships;
    this.accounts = accounts;
    this.pages = pages;
    invitations = new RateLimit(INVITATIONS_PER_MINUTE, clock);
  }

  /** An invalid address simply has no account. */
  record Invitation(@NotNull @Length(max = 254) String email) {}

  record MemberView(UUID id, String name, Instant joinedAt) {
    static MemberView of(Membership membership) {
      var user = membership.user();
      return new MemberView(user.id(), user.name(), membership.joinedAt());
    }
  }

  @GetMapping("/members")
  Page<MemberView> list(
      @RequestAttribute User caller,
      @PathVariable UUID id,
      HttpServletRequest request,
      HttpServletResponse response) {
    rooms.find(caller, id);
    var page = pages.read(request, new Query(request.getQueryString()), AS_THEY_JOINED);
    return pages.fetch(memberships, withUserIn(id), page, MemberView::of, response);
  }

  private static Specification<Membership> withUserIn(UUID roomId) {
    return (membership, _, where) -> {
      membership.fetch("user");
      return where.equal(membership.get("roomId"), roomId);
    };
  }

  /** Anyone joins a public room as themself; members of a private room add others. */
  @PutMapping("/members/{userId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void add(@RequestAttribute User caller, @PathVariable UUID id, @PathVariable UUID userId) {
    var room = rooms.find(caller, id);
    if (!room.isPrivate() && !userId.equals(caller.id())) {
      throw new Failure(Failure.Kind.FORBIDDEN, "Users can only add themselves to a public room.");
    }
    rooms.admit(caller, id, userId);
  }

  /** Changes nothing for those who are not members. */
  @DeleteMapping("/members/{userId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@RequestAttribute User caller, @PathVariable UUID id, @PathVariable UUID userId) {
    var room = rooms.find(caller, id);
    if (!userId.equals(caller.id()) && !room.createdBy().equals(caller.id())) {
      throw new Failure(Failure.Kind.FORBIDDEN, "Only the room's creator can remove others.");
    }
    rooms.dismiss(room, userId);
  }

  /** The result is the same if nobody has this address, so that accounts cannot be guessed. */
  @PostMapping("/invitations")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void invite(@RequestAttribute User caller, @PathVariable UUID id, @RequestBody Invitation body) {
    rooms.findJoined(caller, id);
    invitations.count(caller.id().toString());
    accounts.find(body.email()).ifPresent(user -> rooms.admit(caller, id, user.id()));
  }
}
