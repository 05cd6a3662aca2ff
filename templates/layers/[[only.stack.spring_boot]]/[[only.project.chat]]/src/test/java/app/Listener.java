package app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the Pusher protocol, as much of it as the tests need. */
public final class Listener implements WebSocket.Listener {
  private static final long PATIENCE_SECONDS = 30;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final boolean isReading;
  private WebSocket socket;
  private String id;

  private Listener(boolean isReading) {
    this.isReading = isReading;
  }

  /** Opens a WebSocket, for example at {@code /app/chat?protocol=7}. */
  public static Listener dial(int port, String path) {
    return dial(port, path, true);
  }

  private static Listener dial(int port, String path, boolean isReading) {
    var listener = new Listener(isReading);
    var url = URI.create("ws://127.0.0.1:" + port + path);
    listener.socket = HTTP.newWebSocketBuilder().buildAsync(url, listener).join();
    return listener;
  }

  public static Listener connect(int port) {
    var listener = dial(port, "/app/chat?protocol=7");
    listener.id = listener.expect("pusher:connection_established").path("socket_id").asString();
    return listener;
  }

  /** Opens a connection that is subscribed to a room. */
  public static Listener in(Conversation room, Api.Client user, int port) {
    var listener = connect(port);
    listener.enter(room, user);
    return listener;
  }

  /** Reads no more than it has to for a subscription, until it is told to. */
  public static Listener slow(Conversation room, Api.Client user, int port) {
    var listener = dial(port, "/app/chat?protocol=7", false);
    listener.socket.request(1);
    listener.id = listener.expect("pusher:connection_established").path("socket_id").asString();
    listener.socket.request(1);
    listener.enter(room, user);
    return listener;
  }

  public void readAll() {
    socket.request(Long.MAX_VALUE);
  }

  @Override
  public void onOpen(WebSocket opened) {
    if (isReading) {
      opened.request(Long.MAX_VALUE);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
    text.append(part);
    if (isLast) {
      events.add(JSON.readTree(text.toString()));
      text.setLength(0);
    } else if (!isReading) {
      from.request(1);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  public Listener send(String event, String channel, Object data) {
    var frame = new HashMap<String, Object>();
    frame.put("event", event);
    frame.put("channel", channel);
    frame.put("data", data);
    return sendText(JSON.writeValueAsString(frame));
  }

  public Listener sendText(String frame) {
    socket.sendText(frame, true).join();
    return this;
  }

  public Listener sendBinary(String frame) {
    socket
        .sendBinary(ByteBuffer.wrap(frame.getBytes(java.nio.charset.StandardCharsets.UTF_8)), true)
        .join();
    return this;
  }

  /** Returns the data of the next event. */
  public JsonNode expect(String event) {
    var frame = receive();
    assertThat(frame.path("event").asString()).as(frame.toString()).isEqualTo(event);
    var data = frame.path("data");
    return data.isString() ? JSON.readTree(data.asString()) : data;
  }

  private JsonNode receive() {
    try {
      var frame = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(frame).as("an event").isNotNull();
      return frame;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public void expectError(int code) {
    assertThat(expect("pusher:error").path("code").asInt()).isEqualTo(code);
  }

  public void expectRefusal(int status) {
    assertThat(expect("pusher:subscription_error").path("status").asInt()).isEqualTo(status);
  }

  /** What was sent before has not reached this connection. */
  public void expectNothing() {
    send("pusher:ping", null, null).expect("pusher:pong");
  }

  public void expectClose(int code) {
    assertThat(closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join()).isEqualTo(code);
  }

  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  /** Asks for a signature, as Pusher's clients do. */
  public Map<String, Object> authorization(Api.Client user, String channel) {
    var form = "socket_id=" + id + "&channel_name=" + channel;
    var signed =
        user.with("Content-Type", "application/x-www-form-urlencoded")
            .send("POST", "/api/v1/broadcasting/auth", form);
    assertThat(signed.status()).isEqualTo(200);
    var data = new HashMap<String, Object>();
    signed.body().properties().forEach(each -> data.put(each.getKey(), each.getValue()));
    data.put("channel", channel);
    return data;
  }

  /** Subscribes to a private channel. */
  public Listener follow(Api.Client user, String channel) {
    send("pusher:subscribe", null, authorization(user, channel));
    expect("pusher_internal:subscription_succeeded");
    return this;
  }

  /** Subscribes to a room, and returns how many are present. */
  public int enter(Conversation room, Api.Client user) {
    send("pusher:subscribe", null, authorization(user, room.channel()));
    return expect("pusher_internal:subscription_succeeded").path("presence").path("count").asInt();
  }
}
