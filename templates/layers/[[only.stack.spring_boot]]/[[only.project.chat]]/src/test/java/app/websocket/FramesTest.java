package app.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {
  private static final byte[] MASK = {1, 2, 3, 4};

  private final List<String> received = new ArrayList<>();
  private final FrameParser parser = new FrameParser(new Recorder());

  private class Recorder implements FrameParser.Receiver {
    @Override
    public void message(boolean isText, byte[] message) throws FrameParser.ViolationException {
      received.add(FrameParser.utf8(message));
    }

    @Override
    public void control(int opcode, byte[] payload) {
      received.add("control " + opcode);
    }
  }

  private static ByteBuffer masked(int firstByte, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var frame =
        ByteBuffer.allocate(6 + bytes.length)
            .put((byte) firstByte)
            .put((byte) (0x80 | bytes.length))
            .put(MASK);
    for (int place = 0; place < bytes.length; place++) {
      frame.put((byte) (bytes[place] ^ MASK[place % 4]));
    }
    return frame.flip();
  }

  @Test
  void aMessageMayComeInPiecesWithPingsBetween() throws Exception {
    for (var frame : List.of(masked(0x01, "Hel"), masked(0x89, ""), masked(0x80, "lo 👋"))) {
      while (frame.hasRemaining()) {
        parser.parse(ByteBuffer.wrap(new byte[] {frame.get()}));
      }
    }
    assertThat(received).containsExactly("control 9", "Hello 👋");
  }

  @ParameterizedTest
  @CsvSource({
    "b18001020304,1002",
    "808001020304,1002",
    "098001020304,1002",
    "8102,1002",
    "838001020304,1002",
    "81ff000000004000000001020304,1009",
    "81fffffffffffffffff001020304,1009",
    "818101020304fe,1007"
  })
  void whatBreaksTheProtocolIsRefused(String bytes, int code) {
    var input = ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
    assertThatThrownBy(() -> parser.parse(input))
        .isInstanceOfSatisfying(
            FrameParser.ViolationException.class,
            violation -> assertThat(violation.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @CsvSource({"125,2", "126,4", "65536,10"})
  void aFrameSaysHowLongItIs(int length, int header) {
    assertThat(Frame.text("x".repeat(length))).hasSize(header + length);
  }

  @Test
  void aQueueHoldsSoManyFramesAndBytes() throws Exception {
    var queue = new FrameQueue();
    for (int number = 0; number < FrameQueue.MOST_FRAMES; number++) {
      assertThat(queue.push(new byte[1])).isTrue();
    }
    assertThat(queue.push(new byte[1])).isFalse();
    queue.next();
    assertThat(queue.push(new byte[FrameQueue.MOST_BYTES])).isFalse();
  }

  @Test
  void aQueueEndsOnceWithItsLastFrame() throws Exception {
    var queue = new FrameQueue();
    queue.push(new byte[1]);
    assertThat(queue.end(new byte[2])).isTrue();
    assertThat(queue.end(null)).isFalse();
    assertThat(queue.push(new byte[1])).isTrue();
    assertThat(queue.next()).isNull();
    assertThat(queue.last()).hasSize(2);
  }
}
