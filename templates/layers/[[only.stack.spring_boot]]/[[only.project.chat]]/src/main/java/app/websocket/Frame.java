package app.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as a server sends them (RFC 6455, section 5.2). */
public final class Frame {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int LAST = 0x80;

  private Frame() {}

  public static byte[] text(String text) {
    return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] close(int code, String reason) {
    var text = reason.getBytes(StandardCharsets.UTF_8);
    return of(CLOSE, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  static byte[] of(int opcode, byte[] payload) {
    var frame = ByteBuffer.allocate(10 + payload.length).put((byte) (LAST | opcode));
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 1 << 16) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    frame.put(payload).flip();
    var bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }
}
