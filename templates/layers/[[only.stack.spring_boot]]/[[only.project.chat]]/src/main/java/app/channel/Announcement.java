package app.channel;

import java.util.Collection;
import java.util.List;

/**
 * For the connections of a channel, in every process: some are unsubscribed, the others get the
 * frame.
 *
 * @param frame null if there is none
 * @param exceptFor the connection that sent the frame, or null
 * @param status why connections are unsubscribed: 403 if they are not members, 404 if the room was
 *     deleted
 */
record Announcement(
    String channel, String frame, String exceptFor, List<String> removed, int status) {

  static Announcement of(String channel, String frame, String exceptFor) {
    return new Announcement(channel, frame, exceptFor, List.of(), 0);
  }

  static Announcement removing(String channel, Collection<String> socketIds, int status) {
    return new Announcement(channel, null, null, List.copyOf(socketIds), status);
  }
}
