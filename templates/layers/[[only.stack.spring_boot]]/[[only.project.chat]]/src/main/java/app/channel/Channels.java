package app.channel;

import app.http.Ids;
import java.util.Optional;
import java.util.UUID;

/** The names of channels. */
public final class Channels {
  /** Announces public rooms to all users. */
  public static final String ROOMS = "private-rooms";

  private static final String ROOM_PREFIX = "presence-room-";

  private Channels() {}

  public static String ofRoom(UUID roomId) {
    return ROOM_PREFIX + roomId;
  }

  /** The channel that only this user may subscribe to. */
  public static String ofUser(UUID userId) {
    return "private-user-" + userId;
  }

  /** Each channel has only one name. */
  public static Optional<UUID> roomOf(String channel) {
    return channel.startsWith(ROOM_PREFIX)
        ? Ids.parse(channel.substring(ROOM_PREFIX.length()))
            .filter(roomId -> channel.equals(ofRoom(roomId)))
        : Optional.empty();
  }
}
