package app.room;

import app.account.User;
import app.account.Users;
import app.channel.Channels;
import app.channel.Hub;
import app.database.DatabaseErrors;
import app.failure.Failure;
import app.ids.OrderedIds;
import app.page.Page;
import app.page.PageRequest;
import app.page.Pages;
import jakarta.persistence.EntityManager;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All rooms. Its methods only find those that a user can see, and announce what changes. Locks are
 * taken before transactions.
 */
@Service
public class Rooms {
  private final RoomRepository rooms;
  private final MembershipRepository memberships;
  private final Users users;
  private final EntityManager entities;
  private final OrderedIds ids;
  private final Pages pages;
  private final Hub hub;
  private final RoomNews news;
  private final DatabaseErrors databaseErrors;
  private final TransactionTemplate transaction;

  Rooms(
      RoomRepository rooms,
      MembershipRepository memberships,
      Users users,
      EntityManager entities,
      OrderedIds ids,
      Pages pages,
      Hub hub,
      RoomNews news,
      DatabaseErrors databaseErrors,
      TransactionTemplate transaction) {
    this.rooms = rooms;
    this.memberships = memberships;
    this.users = users;
    this.entities = entities;
    this.ids = ids;
    this.pages = pages;
    this.hub = hub;
    this.news = news;
    this.databaseErrors = databaseErrors;
    this.transaction = transaction;
  }

  Page<RoomView.Own> list(User caller, PageRequest<Room> request, HttpServletResponse response) {
    var page = pages.fetch(rooms, visibleTo(caller), request, Function.identity(), response);
    return new Page<>(views(caller, page.items()), page.nextCursor());
  }

  private static Specification<Room> visibleTo(User caller) {
    return (room, query, where) -> {
      var joined = query.subquery(Integer.class);
      var member = joined.from(Membership.class);
      joined
          .select(where.literal(1))
          .where(
              where.equal(member.get("roomId"), room.get("id")),
              where.equal(member.get("user").get("id"), caller.id()));
      return where.or(where.isFalse(room.get("isPrivate")), where.exists(joined));
    };
  }

  Room find(User caller, UUID id) {
    return rooms.findVisible(id, caller.id()).orElseThrow(Failure::notFound);
  }

  private Room findOwn(User caller, UUID id) {
    var room = find(caller, id);
    if (!room.createdBy().equals(caller.id())) {
      throw new Failure(Failure.Kind.FORBIDDEN, "Only the room's creator can do this.");
    }
    return room;
  }

  /** A room that the caller is a member of. */
  public Room findJoined(User caller, UUID id) {
    var room = find(caller, id);
    if (!memberships.existsByRoomIdAndUserId(id, caller.id())) {
      throw new Failure(
          Failure.Kind.FORBIDDEN, "Only members of the room can do this. Join it first.");
    }
    return room;
  }

  /** The creator becomes a member. */
  Room create(User caller, String name, String topic, boolean isPrivate) {
    var room = unlessTaken(() -> transaction.execute(_ -> add(caller, name, topic, isPrivate)));
    news.announce("room.created", news.of(room));
    news.announceMembership("membership.created", room.id(), caller.id());
    return room;
  }

  /** Adds a room in a transaction of the caller, and announces nothing. */
  public Room add(User creator, String name, String topic, boolean isPrivate) {
    var room = new Room(ids.next(), creator.id(), name, topic, isPrivate);
    entities.persist(room);
    entities.flush();
    addMember(room, creator.id());
    return room;
  }

  /** Adds a membership in a transaction of the caller, and announces nothing. */
  public void addMember(Room room, UUID userId) {
    entities.persist(new Membership(ids.next(), room, users.getReferenceById(userId)));
    entities.flush();
  }

  Room change(User caller, UUID id, Consumer<Room> change) {
    findOwn(caller, id);
    return hub.locked(
        Channels.ofRoom(id),
        () -> {
          // It may have been changed or deleted while this waited for the lock.
          var room = findOwn(caller, id);
          change.accept(room);
          var changed = unlessTaken(() -> rooms.save(room));
          news.announce("room.updated", news.of(changed));
          return changed;
        });
  }

  /** Of two concurrent deletions, only the one that deleted the row announces it. */
  void delete(User caller, UUID id) {
    var room = findOwn(caller, id);
    hub.locked(
        Channels.ofRoom(id),
        () -> {
          var removal = news.of(room);
          if (transaction.execute(_ -> rooms.deleteRow(id)) > 0) {
            news.announceRemoval(removal);
          }
        });
  }

  /** Adds a member. Nothing changes for a user who already is one. */
  void admit(User caller, UUID roomId, UUID userId) {
    hub.locked(
        Channels.ofRoom(roomId),
        () -> {
          // The room or the caller's membership may have gone while this waited for the lock.
          var room = find(caller, roomId);
          try {
            transaction.executeWithoutResult(_ -> addMember(room, userId));
            news.announceMembership("membership.created", roomId, userId);
          } catch (RuntimeException e) {
            if (databaseErrors.isOrphan(e)) {
              throw Failure.notFound();
            }
            if (!databaseErrors.isDuplicate(e)) {
              throw e;
            }
          }
        });
  }

  /** Removes a member, and unsubscribes their connections. */
  void dismiss(Room room, UUID userId) {
    var channel = Channels.ofRoom(room.id());
    hub.locked(
        channel,
        () -> {
          boolean wasMember = transaction.execute(_ -> remove(room, userId));
          hub.removeUser(channel, userId);
          if (wasMember) {
            news.announceMembership("membership.deleted", room.id(), userId);
          }
        });
  }

  /** Also deletes a private room without members, which nobody could see. */
  private boolean remove(Room room, UUID userId) {
    boolean wasMember = memberships.remove(room.id(), userId) > 0;
    if (room.isPrivate() && !memberships.existsByRoomId(room.id())) {
      rooms.deleteRow(room.id());
    }
    return wasMember;
  }

  /** Deletes an account with its rooms and memberships. */
  public void removeUser(UUID userId) {
    // The database would delete the memberships too, but not the rooms that nobody is left in.
    rooms.findJoined(userId).forEach(room -> dismiss(room, userId));
    for (var removal : transaction.execute(_ -> deleteUser(userId))) {
      hub.locked(Channels.ofRoom(removal.room().id()), () -> news.announceRemoval(removal));
    }
  }

  /**
   * The lock prevents new rooms, so that each one that is deleted with its creator is announced.
   */
  private List<RoomNews.News> deleteUser(UUID userId) {
    users.lock(userId);
    var removals = new ArrayList<RoomNews.News>();
    rooms.findByCreatedBy(userId).forEach(room -> removals.add(news.of(room)));
    users.deleteById(userId);
    return removals;
  }

  RoomView.Own view(User caller, Room room) {
    return views(caller, List.of(room)).getFirst();
  }

  /** Takes two statements, however many rooms there are. */
  private List<RoomView.Own> views(User caller, List<Room> found) {
    var roomIds = found.stream().map(Room::id).toList();
    var members = byRoom(rooms.countMembers(roomIds));
    var unread = byRoom(rooms.countUnread(caller.id(), roomIds));
    return found.stream()
        .map(
            room ->
                new RoomView.Own(
                    RoomView.of(room, members.getOrDefault(room.id(), 0L)), unread.get(room.id())))
        .toList();
  }

  private static Map<UUID, Long> byRoom(List<RoomRepository.Count> counts) {
    return counts.stream()
        .collect(Collectors.toMap(RoomRepository.Count::roomId, RoomRepository.Count::number));
  }

  private <T> T unlessTaken(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (databaseErrors.isDuplicate(e)) {
        throw new Failure(Failure.Kind.CONFLICT, "A room with this name already exists.");
      }
      throw e;
    }
  }
}
