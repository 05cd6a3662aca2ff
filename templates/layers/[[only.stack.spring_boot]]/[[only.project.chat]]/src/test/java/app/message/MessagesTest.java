package app.message;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import app.Conversation;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class MessagesTest {
  @Autowired Api api;
  @Autowired EntityManagerFactory entities;

  private Api.Client alice;
  private Api.Client bob;
  private Conversation room;

  @BeforeEach
  void twoAreInARoom() {
    alice = api.signUp("alice");
    bob = api.signUp("bob");
    room = Conversation.open(alice, false, bob);
  }

  private static String pathOf(JsonNode message) {
    return "/api/v1/messages/" + message.path("id").asString();
  }

  private List<String> bodies(String query) {
    return bob.get(room.path() + "/messages" + query)
        .body()
        .path("items")
        .findValuesAsString("body");
  }

  private int unread() {
    return bob.get(room.path()).body().path("unread_count").asInt();
  }

  @Test
  void messagesAreListedNewestFirst() {
    var first = room.say(alice, "one").path("id").asString();
    room.say(bob, "two");
    var third = room.say(alice, "three").path("id").asString();
    assertThat(bodies("")).containsExactly("three", "two", "one");
    assertThat(bodies("?after=" + first)).containsExactly("three", "two");
    assertThat(bodies("?after=" + first + "&before=" + third)).containsExactly("two");
    var page = bob.get(room.path() + "/messages?limit=1").body();
    assertThat(bodies("?limit=1&cursor=" + page.path("next_cursor").asString()))
        .containsExactly("two");
    assertThat(bob.get(room.path() + "/messages?after=x").status()).isEqualTo(422);
  }

  @Test
  void aMessageShowsItsAuthor() {
    var message = room.say(alice, "Hello 👋");
    assertThat(message.path("author").path("name").asString()).isEqualTo("alice");
    assertThat(bob.get(pathOf(message)).body()).isEqualTo(message);
  }

  @Test
  void onlyMembersReadAndWrite() {
    var message = room.say(alice, "Hello");
    var carol = api.signUp("carol");
    assertThat(carol.get(room.path() + "/messages").status()).isEqualTo(403);
    assertThat(carol.post(room.path() + "/messages", Map.of("body", "Hello")).status())
        .isEqualTo(403);
    assertThat(carol.get(pathOf(message)).status()).isEqualTo(404);
    assertThat(api.anonymous().get(pathOf(message)).status()).isEqualTo(401);
  }

  @Test
  void onlyTheAuthorEditsOrDeletesAMessage() {
    var message = room.say(alice, "Helo");
    var path = pathOf(message);
    assertThat(bob.patch(path, Map.of("body", "Mine")).status()).isEqualTo(403);
    assertThat(bob.delete(path).status()).isEqualTo(403);
    var edited = alice.patch(path, Map.of("body", "Hello")).body();
    assertThat(edited.path("body").asString()).isEqualTo("Hello");
    assertThat(edited.path("edited_at").isString()).isTrue();
    assertThat(alice.delete(path).status()).isEqualTo(204);
    assertThat(alice.delete(path).status()).isEqualTo(404);
    assertThat(bodies("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"body\": \"\"}", "{\"body\": \" \\n\"}", "{\"body\": \"\\u0000\"}"})
  void anInvalidMessageIsRefused(String body) {
    assertThat(alice.send("POST", room.path() + "/messages", body).status()).isEqualTo(422);
  }

  @Test
  void aRepeatedMessageIsSentOnce() {
    var client = alice.with("Idempotency-Key", UUID.randomUUID().toString());
    var first = room.say(client, "Once");
    assertThat(room.say(client, "Once")).isEqualTo(first);
    assertThat(client.post(room.path() + "/messages", Map.of("body", "Twice")).status())
        .isEqualTo(422);
    assertThat(bodies("")).containsExactly("Once");
  }

  @Test
  void messagesOfOthersAreUnreadUntilTheyAreMarked() {
    room.say(bob, "Mine");
    var message = room.say(alice, "one");
    room.say(alice, "two");
    assertThat(unread()).isEqualTo(2);
    var mark = "{\"message_id\": \"" + message.path("id").asString() + "\"}";
    assertThat(bob.send("PUT", room.path() + "/read", mark).status()).isEqualTo(204);
    assertThat(unread()).isEqualTo(1);
    var elsewhere = Conversation.open(alice, false, bob);
    assertThat(bob.send("PUT", elsewhere.path() + "/read", mark).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"/api/v1/rooms,4", "MEMBERS,3", "MESSAGES,4"})
  void aListTakesAsManyStatementsForManyRowsAsForFew(String list, int statements) {
    for (int number = 0; number < 5; number++) {
      room.say(number % 2 == 0 ? alice : bob, "Hello");
      Conversation.open(alice, true);
    }
    var path =
        list.replace("MEMBERS", room.path() + "/members")
            .replace("MESSAGES", room.path() + "/messages");
    var statistics = entities.unwrap(SessionFactory.class).getStatistics();
    statistics.setStatisticsEnabled(true);
    statistics.clear();
    assertThat(alice.get(path + "?limit=100").status()).isEqualTo(200);
    // One is for the caller, and one for the room and one for the membership, where it has to be
    // checked.
    assertThat(statistics.getPrepareStatementCount()).isEqualTo(statements);
    statistics.setStatisticsEnabled(false);
  }
}
