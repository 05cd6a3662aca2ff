package app.room;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import app.Conversation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class RoomsTest {
  private static final String ROOMS = "/api/v1/rooms";

  @Autowired Api api;

  private Api.Client alice;
  private Api.Client bob;

  @BeforeEach
  void twoAreSignedIn() {
    alice = api.signUp("alice");
    bob = api.signUp("bob");
  }

  private static int put(Api.Client caller, String path) {
    return caller.send("PUT", path, null).status();
  }

  private static List<String> ids(Api.Answer list) {
    return list.body().path("items").findValuesAsString("id");
  }

  @Test
  void aNewRoomHasItsCreatorAsMember() {
    var body = Map.of("name", "room " + UUID.randomUUID(), "topic", "Plans");
    var created = alice.post(ROOMS, body);
    assertThat(created.status()).isEqualTo(201);
    var path = created.header("Location");
    assertThat(alice.get(path).body()).isEqualTo(created.body());
    assertThat(created.body().path("private").asBoolean()).isFalse();
    assertThat(created.body().path("member_count").asInt()).isEqualTo(1);
    assertThat(created.body().path("unread_count").asInt()).isZero();
    assertThat(ids(alice.get(path + "/members"))).containsExactly(Conversation.idOf(alice));
  }

  @Test
  void roomsAreListedNewestFirstInPages() {
    var first = Conversation.open(alice, true);
    var second = Conversation.open(alice, true);
    var third = Conversation.open(alice, true);
    var page = alice.get(ROOMS + "?limit=2");
    assertThat(ids(page)).containsExactly(third.id(), second.id());
    var cursor = page.body().path("next_cursor").asString();
    assertThat(ids(alice.get(ROOMS + "?limit=1&cursor=" + cursor))).containsExactly(first.id());
    assertThat(alice.get(ROOMS + "?cursor=x").status()).isEqualTo(422);
  }

  @Test
  void aPrivateRoomDoesNotExistForAStranger() {
    var room = Conversation.open(alice, true);
    assertThat(bob.get(room.path()).status()).isEqualTo(404);
    assertThat(bob.patch(room.path(), Map.of("topic", "Mine")).status()).isEqualTo(404);
    assertThat(bob.delete(room.path()).status()).isEqualTo(404);
    assertThat(bob.get(room.path() + "/members").status()).isEqualTo(404);
    assertThat(put(bob, room.member(bob))).isEqualTo(404);
    assertThat(ids(bob.get(ROOMS + "?limit=100"))).doesNotContain(room.id());
  }

  @Test
  void withoutATokenThereIsNothing() {
    var room = Conversation.open(alice, false);
    for (var path : List.of("", "/members", "/messages")) {
      assertThat(api.anonymous().get(room.path() + path).status()).isEqualTo(401);
    }
  }

  @Test
  void aNameIsTakenInAnyCase() {
    var room = Conversation.open(alice, true);
    var other = Conversation.open(bob, false);
    var upper = Map.of("name", room.name().toUpperCase(Locale.ROOT));
    assertThat(bob.post(ROOMS, upper).status()).isEqualTo(409);
    assertThat(bob.patch(other.path(), upper).status()).isEqualTo(409);
    assertThat(alice.patch(room.path(), upper).status()).isEqualTo(200);
    assertThat(alice.delete(room.path()).status()).isEqualTo(204);
    assertThat(bob.post(ROOMS, upper).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|/name",
        "{\"name\": \"two\\nlines\"}|/name",
        "{\"name\": \"a\", \"topic\": \"\"}|/topic",
        "{\"name\": \"a\", \"private\": null}|/private",
        "{\"name\": \"a\", \"private\": 1}|/private",
        "{\"name\": \"a\", \"created_by\": \"me\"}|/created_by"
      })
  void anInvalidMemberIsPointedTo(String body, String pointer) {
    var answer = alice.send("POST", ROOMS, body);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("errors").findValuesAsString("pointer")).containsExactly(pointer);
  }

  @Test
  void onlyTheCreatorChangesOrDeletesARoom() {
    var room = Conversation.open(alice, false, bob);
    assertThat(bob.patch(room.path(), Map.of("topic", "Mine")).status()).isEqualTo(403);
    assertThat(bob.delete(room.path()).status()).isEqualTo(403);
    var changed = alice.patch(room.path(), Map.of("topic", "Ours")).body();
    assertThat(changed.path("topic").asString()).isEqualTo("Ours");
    assertThat(changed.path("name").asString()).isEqualTo(room.name());
    assertThat(changed.path("member_count").asInt()).isEqualTo(2);
    var cleared = alice.send("PATCH", room.path(), "{\"topic\": null}").body();
    assertThat(cleared.path("topic").isNull()).isTrue();
    assertThat(alice.delete(room.path()).status()).isEqualTo(204);
    assertThat(alice.delete(room.path()).status()).isEqualTo(404);
  }

  @Test
  void anyoneJoinsAPublicRoomButNobodyIsPutThere() {
    var room = Conversation.open(alice, false);
    assertThat(put(alice, room.member(bob))).isEqualTo(403);
    assertThat(put(bob, room.member(bob))).isEqualTo(204);
    var members = alice.get(room.path() + "/members").body().path("items");
    assertThat(members.findValuesAsString("name")).containsExactly("alice", "bob");
    assertThat(bob.delete(room.member(alice)).status()).isEqualTo(403);
    assertThat(bob.delete(room.member(bob)).status()).isEqualTo(204);
    assertThat(bob.delete(room.member(bob)).status()).isEqualTo(204);
    assertThat(alice.get(room.path()).body().path("member_count").asInt()).isEqualTo(1);
  }

  @Test
  void membersAddOthersToAPrivateRoom() {
    var room = Conversation.open(alice, true, bob);
    var carol = api.signUp("carol");
    assertThat(put(bob, room.member(carol))).isEqualTo(204);
    assertThat(carol.get(room.path()).status()).isEqualTo(200);
    assertThat(put(alice, room.path() + "/members/" + UUID.randomUUID())).isEqualTo(404);
    assertThat(alice.delete(room.member(carol)).status()).isEqualTo(204);
    assertThat(carol.get(room.path()).status()).isEqualTo(404);
  }

  @Test
  void joiningManyTimesAtOnceIsJoiningOnce() throws Exception {
    var room = Conversation.open(alice, false);
    Callable<Integer> join = () -> put(bob, room.member(bob));
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : threads.invokeAll(Collections.nCopies(6, join))) {
        statuses.add(each.get());
      }
    }
    assertThat(statuses).containsOnly(204);
    assertThat(alice.get(room.path()).body().path("member_count").asInt()).isEqualTo(2);
  }

  @Test
  void aPrivateRoomThatNobodyIsLeftInIsDeleted() {
    var room = Conversation.open(alice, true, bob);
    alice.delete(room.member(alice));
    assertThat(bob.get(room.path()).status()).isEqualTo(200);
    bob.delete(room.member(bob));
    assertThat(bob.post(ROOMS, Map.of("name", room.name())).status()).isEqualTo(201);
  }

  @Test
  void anInvitationDoesNotShowWhoHasAnAccount() {
    var room = Conversation.open(alice, true);
    var path = room.path() + "/invitations";
    var known = Map.of("email", bob.email().toUpperCase(Locale.ROOT));
    assertThat(alice.post(path, known).status()).isEqualTo(204);
    assertThat(alice.post(path, Map.of("email", "nobody@example.com")).status()).isEqualTo(204);
    assertThat(bob.get(room.path()).status()).isEqualTo(200);
    assertThat(alice.get(room.path()).body().path("member_count").asInt()).isEqualTo(2);
    assertThat(api.signUp("carol").post(path, known).status()).isEqualTo(404);
    for (int others = 0; others < 18; others++) {
      alice.post(path, known);
    }
    assertThat(alice.post(path, known).status()).isEqualTo(429);
  }
}
