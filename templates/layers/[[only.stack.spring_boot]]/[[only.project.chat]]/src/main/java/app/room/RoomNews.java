package app.room;

import app.channel.Channels;
import app.channel.Hub;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Announces what happens to rooms and memberships. */
@Component
class RoomNews {
  private final Hub hub;
  private final MembershipRepository memberships;
  private final JsonMapper json;

  RoomNews(Hub hub, MembershipRepository memberships, JsonMapper json) {
    this.hub = hub;
    this.memberships = memberships;
    this.json = json;
  }

  /**
   * A room, and who is told of it: of a public one everybody, of a private one each member on a
   * channel of their own.
   */
  record News(Room room, List<String> channels, String data) {}

  /** Before a room is deleted, because later it has no members. */
  News of(Room room) {
    var members = memberships.findUserIds(room.id());
    var channels =
        room.isPrivate()
            ? members.stream().map(Channels::ofUser).toList()
            : List.of(Channels.ROOMS);
    return new News(room, channels, json.writeValueAsString(RoomView.of(room, members.size())));
  }

  void announce(String event, News news) {
    news.channels().forEach(channel -> hub.announce(channel, event, news.data()));
  }

  /** The caller holds the lock. */
  void announceRemoval(News news) {
    hub.removeEveryone(Channels.ofRoom(news.room().id()));
    announce("room.deleted", news);
  }

  void announceMembership(String event, UUID roomId, UUID userId) {
    var data = Map.of("room_id", roomId.toString(), "user_id", userId.toString());
    hub.announce(Channels.ofUser(userId), event, json.writeValueAsString(data));
  }
}
