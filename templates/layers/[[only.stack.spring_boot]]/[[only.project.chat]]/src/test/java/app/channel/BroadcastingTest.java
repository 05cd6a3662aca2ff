package app.channel;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import app.Conversation;
import app.Listener;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiTest
class BroadcastingTest {
  private static final String AUTH = "/api/v1/broadcasting/auth";

  @LocalServerPort int port;
  @Autowired Api api;
  @Autowired Sockets sockets;

  private Api.Client alice;
  private Api.Client bob;

  @BeforeEach
  void twoAreSignedIn() {
    alice = api.signUp("alice");
    bob = api.signUp("bob");
  }

  private static Map<String, String> request(String channel) {
    return Map.of("socket_id", "1.1", "channel_name", channel);
  }

  @Test
  void aSignatureIncludesTheUserOfAPresenceChannel() {
    assertThat(api.anonymous().get("/api/v1/broadcasting/config").body().toString())
        .isEqualTo("{\"key\":\"chat\"}");
    var signed = alice.post(AUTH, request(Conversation.open(alice, false).channel())).body();
    assertThat(signed.path("auth").asString()).matches("chat:[0-9a-f]{64}");
    assertThat(signed.path("channel_data").asString())
        .isEqualTo(
            "{\"user_id\":\"%s\",\"user_info\":{\"name\":\"alice\"}}"
                .formatted(Conversation.idOf(alice)));
    assertThat(alice.post(AUTH, request("private-rooms")).body().has("channel_data")).isFalse();
  }

  @Test
  void onlyThoseWhoMayGetASignature() {
    var room = Conversation.open(alice, false);
    var upper = "presence-room-" + room.id().toUpperCase(Locale.ROOT);
    var foreign = "private-user-" + Conversation.idOf(alice);
    for (var channel : List.of(room.channel(), foreign, "presence-room-", "room", upper)) {
      assertThat(bob.post(AUTH, request(channel)).status()).isEqualTo(403);
    }
    assertThat(api.anonymous().post(AUTH, request("private-rooms")).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "socket_id=1.1&channel_name=private-rooms,200",
    "socket_id=1.1,422",
    "socket_id=1.&channel_name=private-rooms,422",
    "socket_id=%zz&channel_name=private-rooms,422",
    "socket_id=1.1&channel_name=private-rooms&user_id=1,422"
  })
  void aFormIsReadLikeJson(String form, int status) {
    var client = alice.with("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    assertThat(client.send("POST", AUTH, form).status()).isEqualTo(status);
  }

  @Test
  void aWrongSignatureIsRefused() {
    var room = Conversation.open(alice, false, bob);
    var listener = Listener.connect(port);
    var good = listener.authorization(alice, room.channel());
    var others = Listener.connect(port).authorization(alice, room.channel());
    var mixed = new HashMap<>(good);
    mixed.put("channel_data", listener.authorization(bob, room.channel()).get("channel_data"));
    for (var wrong : List.of(others, mixed, Map.of("channel", room.channel()), Map.of())) {
      listener.send("pusher:subscribe", null, wrong).expectRefusal(401);
    }
    // The latest signature for this connection was for bob.
    listener.send("pusher:subscribe", null, good).expectRefusal(403);
    room.say(alice, "Hello");
    listener.expectNothing();
  }

  @Test
  void aConnectionHasAHundredSubscriptions() {
    var listener = Listener.connect(port);
    for (int rooms = 0; rooms < 100; rooms++) {
      listener.enter(Conversation.open(alice, true), alice);
    }
    var last = listener.authorization(alice, Conversation.open(alice, true).channel());
    listener.send("pusher:subscribe", null, last).expectRefusal(429);
  }

  @Test
  void signingOutEndsTheConnections() {
    var room = Conversation.open(alice, true);
    var listener = Listener.in(room, alice, port);
    var early = Listener.connect(port);
    var signed = early.authorization(alice, room.channel());
    var token = Map.of("refresh_token", alice.session().path("refresh_token").asString());
    api.anonymous().post("/api/v1/auth/logout", token);
    early.send("pusher:subscribe", null, signed).expectRefusal(403);
    sockets.closeSignedOut();
    listener.expectClose(4009);
  }
}
