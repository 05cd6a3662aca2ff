package app.channel;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import app.Conversation;
import app.Listener;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiTest
class WebSocketTest {
  @LocalServerPort int port;
  @Autowired Api api;
  @Autowired Hub hub;

  private Api.Client alice;
  private Api.Client bob;
  private Conversation room;

  @BeforeEach
  void twoAreInARoom() {
    alice = api.signUp("alice");
    bob = api.signUp("bob");
    room = Conversation.open(alice, false, bob);
  }

  @ParameterizedTest
  @CsvSource({"/app/other?protocol=7,4001", "/app/chat?protocol=8,4007", "/app/chat,4007"})
  void anotherKeyOrProtocolIsRefused(String path, int code) {
    var listener = Listener.dial(port, path);
    listener.expectError(code);
    listener.expectClose(code);
  }

  @Test
  void plainHttpIsRefused() {
    assertThat(api.anonymous().get("/app/chat?protocol=7").status()).isEqualTo(400);
    assertThat(api.anonymous().post("/app/chat", Map.of()).status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Hello", "null", "[]", "{}", "{\"event\": 1}", "{} {}"})
  void aFrameThatIsNotAnEventIsAnError(String frame) {
    var listener = Listener.connect(port);
    listener.sendText(frame).expectError(4300);
    listener.sendBinary("{\"event\": \"pusher:ping\"}").expectError(4300);
    listener.send("pusher:unsubscribe", null, 1).send("pusher:pong", null, null).expectNothing();
  }

  @Test
  void aGiantEndsItsOwnConnectionOnly() {
    var giant = Listener.connect(port);
    var other = Listener.connect(port);
    giant.sendText("x".repeat((64 << 10) + 1)).expectClose(1009);
    other.expectNothing();
  }

  @Test
  void aSlowReaderIsDisconnectedAndSlowsNobody() {
    var slow = Listener.slow(room, alice, port);
    var quick = Listener.in(room, alice, port);
    for (int number = 0; number < 400; number++) {
      hub.announce(
          room.channel(), "message.created", "{\"body\":\"" + "x".repeat(32 << 10) + "\"}");
      quick.expect("message.created");
    }
    slow.readAll();
    slow.expectClose(4100);
    quick.expectNothing();
  }

  @Test
  void aUserIsPresentOnceHoweverManyConnectionsTheyHave() {
    var listener = Listener.in(room, alice, port);
    var first = Listener.in(room, bob, port);
    var added = listener.expect("pusher_internal:member_added");
    assertThat(added.path("user_id").asString()).isEqualTo(Conversation.idOf(bob));
    var second = Listener.in(room, bob, port);
    assertThat(second.enter(room, bob)).isEqualTo(2);
    first.close();
    second.send("pusher:unsubscribe", null, Map.of("channel", room.channel()));
    var removed = listener.expect("pusher_internal:member_removed");
    assertThat(removed.path("user_id").asString()).isEqualTo(Conversation.idOf(bob));
    second.expectNothing();
  }

  @Test
  void whoIsRemovedIsUnsubscribedAtOnce() {
    var listener = Listener.in(room, alice, port);
    var other = Listener.in(room, bob, port);
    listener.expect("pusher_internal:member_added");
    var early = other.authorization(bob, room.channel());
    alice.delete(room.member(bob));
    listener.expect("pusher_internal:member_removed");
    other.expectRefusal(403);
    room.say(alice, "Hello");
    other.expectNothing();
    other.send("pusher:subscribe", null, early).expectRefusal(403);
  }

  @Test
  void aDeletedRoomUnsubscribesEverybody() {
    var listener = Listener.in(room, alice, port);
    alice.delete(room.path());
    listener.expectRefusal(404);
    listener.expectNothing();
  }

  @Test
  void subscribersGetWhatHappensToMessages() {
    var listener = Listener.in(room, alice, port);
    var message = room.say(alice, "Helo <b> 👋");
    assertThat(listener.expect("message.created")).isEqualTo(message);
    var path = "/api/v1/messages/" + message.path("id").asString();
    var edited = alice.patch(path, Map.of("body", "Hello")).body();
    assertThat(listener.expect("message.updated")).isEqualTo(edited);
    alice.delete(path);
    assertThat(listener.expect("message.deleted")).isEqualTo(edited);
    room.say(alice, "");
    listener.expectNothing();
  }

  @Test
  void clientEventsReachTheOthers() {
    var listener = Listener.in(room, alice, port);
    var other = Listener.in(room, bob, port);
    listener.expect("pusher_internal:member_added");
    listener.send("client-typing", room.channel(), Map.of("since", "now"));
    assertThat(other.expect("client-typing").path("since").asString()).isEqualTo("now");
    listener.expectNothing();
  }

  @Test
  void otherClientEventsAreRefused() {
    var listener = Listener.in(room, alice, port);
    listener.send("typing", room.channel(), "").expectError(4301);
    listener.send("client-" + "x".repeat(200), room.channel(), "").expectError(4301);
    listener.send("client-typing", "private-rooms", "").expectError(4301);
    listener.send("client-typing", room.channel(), "x".repeat(11_000)).expectError(4301);
    for (int number = 0; number < 11; number++) {
      listener.send("client-typing", room.channel(), null);
    }
    listener.expectError(4301);
    listener.expectNothing();
  }

  @Test
  void membersAreToldOfTheirPrivateRooms() {
    var own = Listener.connect(port).follow(bob, "private-user-" + Conversation.idOf(bob));
    var secret = Conversation.open(alice, true, bob);
    assertThat(own.expect("membership.created").path("room_id").asString()).isEqualTo(secret.id());
    alice.patch(secret.path(), Map.of("topic", "Secret"));
    assertThat(own.expect("room.updated").path("topic").asString()).isEqualTo("Secret");
    alice.delete(secret.member(bob));
    own.expect("membership.deleted");
    alice.delete(secret.path());
    own.expectNothing();
  }

  @Test
  void everybodyIsToldOfPublicRooms() {
    var all = Listener.connect(port).follow(bob, "private-rooms");
    var open = Conversation.open(alice, false);
    assertThat(all.expect("room.created").path("id").asString()).isEqualTo(open.id());
    alice.delete(open.path());
    assertThat(all.expect("room.deleted").path("member_count").asInt()).isEqualTo(1);
    all.send("pusher:unsubscribe", null, Map.of("channel", "private-rooms")).expectNothing();
    Conversation.open(alice, false);
    all.expectNothing();
  }
}
