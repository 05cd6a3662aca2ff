package app.channel;

import static org.assertj.core.api.Assertions.assertThat;

import app.websocket.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final Duration AN_INSTANT = Duration.ofNanos(1);

  private final FakeSocket socket = new FakeSocket();

  private static class FakeSocket extends Socket {
    private final List<String> sent = new ArrayList<>();
    private boolean isFull;
    private int code;

    @Override
    public boolean send(byte[] frame) {
      sent.add(new String(frame, StandardCharsets.UTF_8).substring(2));
      return !isFull;
    }

    @Override
    public boolean close(int newCode, String reason) {
      code = newCode;
      return true;
    }
  }

  @Test
  void aSilentConnectionIsPingedAndClosed() {
    var connection = new Connection(socket, AN_INSTANT);
    connection.check(true);
    assertThat(socket.sent).containsExactly(Events.ping());
    connection.check(true);
    assertThat(socket.code).isEqualTo(4201);
  }

  @Test
  void anAnswerKeepsItOpen() {
    var connection = new Connection(socket, Duration.ofMinutes(1));
    connection.check(false);
    connection.heard();
    connection.check(true);
    assertThat(socket.sent).isEmpty();
    assertThat(socket.code).isZero();
  }

  @Test
  void aSlowReaderIsDisconnected() {
    socket.isFull = true;
    new Connection(socket, AN_INSTANT).send("{}");
    assertThat(socket.code).isEqualTo(4100);
  }

  @Test
  void onlyTheSignInThatHasEndedIsDisconnected() {
    var connection = new Connection(socket, AN_INSTANT);
    connection.addSignIn("mine");
    connection.signOut(Set.of("other"));
    assertThat(socket.code).isZero();
    connection.signOut(Set.of("mine"));
    assertThat(socket.code).isEqualTo(4009);
  }
}
