package app.channel;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The events of the protocol, as JSON. The data of the server's own events on channels is JSON in a
 * string.
 */
final class Events {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(100).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Events() {}

  private static String event(String name, Object data) {
    return JSON.writeValueAsString(Map.of("event", name, "data", data));
  }

  static String onChannel(String channel, String name, Object data) {
    return JSON.writeValueAsString(Map.of("event", name, "channel", channel, "data", data));
  }

  static String established(String socketId, long activityTimeout) {
    var data = Map.of("socket_id", socketId, "activity_timeout", activityTimeout);
    return event("pusher:connection_established", JSON.writeValueAsString(data));
  }

  static String ping() {
    return event("pusher:ping", Map.of());
  }

  static String pong() {
    return event("pusher:pong", Map.of());
  }

  static String error(int code, String message) {
    return event("pusher:error", Map.of("code", code, "message", message));
  }

  static String subscriptionError(String channel, int status, String message) {
    return onChannel(
        channel,
        "pusher:subscription_error",
        Map.of("type", "AuthError", "error", message, "status", status));
  }

  static String subscriptionSucceeded(String channel, String data) {
    return onChannel(channel, "pusher_internal:subscription_succeeded", data);
  }

  /** The data of a subscription to a presence channel. */
  static String presence(Collection<Person> people) {
    var names = new TreeMap<String, Map<String, String>>();
    people.forEach(each -> names.put(each.id().toString(), Map.of("name", each.name())));
    var presence = Map.of("ids", names.keySet(), "hash", names, "count", names.size());
    return JSON.writeValueAsString(Map.of("presence", presence));
  }

  static String memberAdded(String channel, Person person) {
    return onChannel(channel, "pusher_internal:member_added", write(person));
  }

  static String memberRemoved(String channel, UUID id) {
    var data = JSON.writeValueAsString(Map.of("user_id", id.toString()));
    return onChannel(channel, "pusher_internal:member_removed", data);
  }

  /** A client's own event, as the others get it. */
  static String fromClient(String channel, String name, String data, UUID from) {
    // The data is JSON already, so it stays as it is.
    var event = new LinkedHashMap<String, Object>();
    event.put("event", name);
    event.put("channel", channel);
    event.put("user_id", from.toString());
    var others = JSON.writeValueAsString(event);
    return others.substring(0, others.length() - 1) + ",\"data\":" + data + "}";
  }

  /** The {@code channel_data} of the protocol. */
  static String write(Person person) {
    var data = new LinkedHashMap<String, Object>();
    data.put("user_id", person.id().toString());
    data.put("user_info", Map.of("name", person.name()));
    return JSON.writeValueAsString(data);
  }

  /** For data that we have signed or stored ourselves. */
  static Person readPerson(String written) {
    var data = JSON.readTree(written);
    return new Person(
        UUID.fromString(data.path("user_id").asString()),
        data.path("user_info").path("name").asString());
  }

  static String write(Announcement announcement) {
    return JSON.writeValueAsString(announcement);
  }

  static Announcement readAnnouncement(String written) {
    return JSON.readValue(written, Announcement.class);
  }

  /**
   * An event from a client.
   *
   * @param data the missing node if there is none
   */
  record Received(String name, String channel, JsonNode data) {
    /** A text in the data; anything else is empty. */
    String text(String member) {
      return textOf(data.path(member));
    }

    String compactData() {
      return data.isMissingNode() ? "null" : JSON.writeValueAsString(data);
    }
  }

  /** Empty unless it is a JSON object with an event. */
  static Optional<Received> read(String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      var frame = JSON.readTree(text);
      return Optional.of(frame)
          .filter(each -> each.path("event").isString())
          .map(
              each ->
                  new Received(
                      each.path("event").asString(),
                      textOf(each.path("channel")),
                      each.path("data")));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static String textOf(JsonNode value) {
    return value.isString() ? value.asString() : "";
  }
}
