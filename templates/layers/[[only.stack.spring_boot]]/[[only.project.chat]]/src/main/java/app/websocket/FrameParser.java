package app.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Makes messages of what a client sends (RFC 6455, section 5). A message that is too long is
 * refused when its length is announced, before it is received.
 */
class FrameParser {
  static final int LONGEST_MESSAGE = 64 << 10;

  private static final int LONGEST_CONTROL = 125;
  private static final int MASK_BYTES = 4;

  interface Receiver {
    void message(boolean isText, byte[] message) throws ViolationException;

    void control(int opcode, byte[] payload) throws ViolationException;
  }

  /** The client does not follow the protocol; the code is the one to close with. */
  static class ViolationException extends Exception {
    private final int code;

    ViolationException(int code, String reason) {
      super(reason, null, false, false);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  private final Receiver receiver;
  private final ByteBuffer header = ByteBuffer.allocate(2 + Long.BYTES + MASK_BYTES);

  /** Of the current frame; null until its header is complete. */
  private ByteBuffer payload;

  private final ByteArrayOutputStream message = new ByteArrayOutputStream(0);

  /** Of the message that has begun, or {@link Frame#CONTINUATION}. */
  private int kind;

  FrameParser(Receiver receiver) {
    this.receiver = receiver;
  }

  void parse(ByteBuffer input) throws ViolationException {
    while (input.hasRemaining()) {
      if (payload == null) {
        header.put(input.get());
        if (isHeaderComplete()) {
          payload = ByteBuffer.allocate(checkedLength());
        }
      } else {
        int count = Math.min(input.remaining(), payload.remaining());
        payload.put(input.slice(input.position(), count));
        input.position(input.position() + count);
      }
      if (payload != null && !payload.hasRemaining()) {
        finishFrame();
      }
    }
  }

  private boolean isHeaderComplete() throws ViolationException {
    if (header.position() < 2) {
      return false;
    }
    if (header.position() == 2) {
      checkStart();
    }
    return header.position() == 2 + lengthBytes() + MASK_BYTES;
  }

  private int opcode() {
    return header.get(0) & 0x0f;
  }

  private boolean isLast() {
    return (header.get(0) & 0x80) != 0;
  }

  private boolean isControl() {
    return opcode() >= Frame.CLOSE;
  }

  private int shortLength() {
    return header.get(1) & 0x7f;
  }

  private int lengthBytes() {
    return switch (shortLength()) {
      case 126 -> Short.BYTES;
      case 127 -> Long.BYTES;
      default -> 0;
    };
  }

  private void checkStart() throws ViolationException {
    boolean isKnown = opcode() <= Frame.BINARY || (isControl() && opcode() <= Frame.PONG);
    boolean hasReserved = (header.get(0) & 0x70) != 0;
    boolean isMasked = (header.get(1) & 0x80) != 0;
    boolean isFragmentedControl = isControl() && (!isLast() || shortLength() > LONGEST_CONTROL);
    boolean isOutOfOrder = !isControl() && (opcode() == Frame.CONTINUATION) != (kind != 0);
    if (!isKnown || hasReserved || !isMasked || isFragmentedControl || isOutOfOrder) {
      throw new ViolationException(1002, "This frame is invalid.");
    }
  }

  private int checkedLength() throws ViolationException {
    long length =
        switch (lengthBytes()) {
          case Short.BYTES -> Short.toUnsignedInt(header.getShort(2));
          case Long.BYTES -> header.getLong(2);
          default -> shortLength();
        };
    int received = isControl() ? 0 : message.size();
    if (length < 0 || length > LONGEST_MESSAGE - received) {
      throw new ViolationException(1009, "A message has at most 64 KiB.");
    }
    return (int) length;
  }

  private void finishFrame() throws ViolationException {
    var bytes = payload.array();
    int mask = header.position() - MASK_BYTES;
    for (int place = 0; place < bytes.length; place++) {
      bytes[place] ^= header.get(mask + place % MASK_BYTES);
    }
    int opcode = opcode();
    boolean isLast = isLast();
    header.clear();
    payload = null;
    if (opcode >= Frame.CLOSE) {
      receiver.control(opcode, bytes);
    } else {
      add(opcode, bytes, isLast);
    }
  }

  private void add(int opcode, byte[] bytes, boolean isLast) throws ViolationException {
    if (opcode != Frame.CONTINUATION) {
      kind = opcode;
    }
    message.writeBytes(bytes);
    if (isLast) {
      boolean isText = kind == Frame.TEXT;
      var whole = message.toByteArray();
      kind = Frame.CONTINUATION;
      message.reset();
      receiver.message(isText, whole);
    }
  }

  static String utf8(byte[] bytes) throws ViolationException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ViolationException(1007, "Text must be UTF-8.");
    }
  }
}
