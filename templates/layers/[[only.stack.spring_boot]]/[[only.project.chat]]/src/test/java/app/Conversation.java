package app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A room for a test. */
public record Conversation(String id, String name, String path) {
  private static final String ROOMS = "/api/v1/rooms";

  /** Members of a public room join themselves; the creator adds those of a private one. */
  public static Conversation open(Api.Client creator, boolean isPrivate, Api.Client... members) {
    var name = "room " + UUID.randomUUID();
    var room = creator.post(ROOMS, Map.of("name", name, "private", isPrivate)).body();
    var id = room.path("id").asString();
    var conversation = new Conversation(id, name, ROOMS + "/" + id);
    for (var member : members) {
      var caller = isPrivate ? creator : member;
      assertThat(caller.send("PUT", conversation.member(member), null).status()).isEqualTo(204);
    }
    return conversation;
  }

  public static String idOf(Api.Client user) {
    return user.session().path("user").path("id").asString();
  }

  public String member(Api.Client user) {
    return path + "/members/" + idOf(user);
  }

  public String channel() {
    return "presence-room-" + id;
  }

  public JsonNode say(Api.Client author, String body) {
    return author.post(path + "/messages", Map.of("body", body)).body();
  }
}
