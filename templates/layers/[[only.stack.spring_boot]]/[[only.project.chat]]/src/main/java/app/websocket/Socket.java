package app.websocket;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.coyote.http11.upgrade.UpgradeInfo;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * A WebSocket (RFC 6455) on a connection that Tomcat has upgraded. Tomcat's own hides pings from
 * the application, and receives messages before it refuses them for their length.
 *
 * <p>Tomcat calls when there is something to read; one virtual thread writes, until the end.
 */
public class Socket implements InternalHttpUpgradeHandler {
  /** How long a client may go on sending after it was told that the connection ends. */
  private static final long LINGER_SECONDS = 2;

  private static final int READ_BYTES = 8 << 10;

  /** What happens on a socket, one after the other, except that it is closed. */
  public interface Listener {
    void opened();

    /** For every frame, pings included. */
    void heard();

    /** Null for what is not text. */
    void received(String text);

    /** The last call, in a thread of its own. */
    void closed();
  }

  private final FrameQueue queue = new FrameQueue();
  private final CountDownLatch isDone = new CountDownLatch(1);
  private final FrameParser parser = new FrameParser(new Frames());
  private Listener listener;
  private SocketWrapperBase<?> connection;
  private Thread writer;
  private volatile boolean isClosing;

  /** The client has violated the protocol, so nobody knows what it sends. */
  private boolean isBroken;

  void listen(Listener newListener) {
    listener = newListener;
  }

  /** Queues a frame. False if too many wait already. */
  public boolean send(byte[] frame) {
    return queue.push(frame);
  }

  /**
   * Ends the connection without waiting for the client. What is queued is dropped. False if it was
   * ending.
   */
  public boolean close(int code, String reason) {
    isClosing = true;
    return queue.end(Frame.close(code, reason));
  }

  /** Ends the connection after what is queued. */
  public void closeAfterAll(int code, String reason) {
    isClosing = true;
    queue.endAfter(Frame.close(code, reason));
  }

  /** Ends the connection at once, whatever the client does. */
  public void abort() {
    queue.end(null);
    connection.close();
    // It may wait for a client that does not read.
    writer.interrupt();
  }

  @Override
  public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
    connection = wrapper;
  }

  @Override
  public void init(WebConnection ignored) {
    writer = Thread.ofVirtual().name("websocket").unstarted(this::write);
    listener.opened();
    writer.start();
  }

  @Override
  public SocketState upgradeDispatch(SocketEvent event) {
    if (event == SocketEvent.OPEN_READ && read()) {
      return SocketState.UPGRADED;
    }
    isDone.countDown();
    queue.end(null);
    return SocketState.CLOSED;
  }

  /** False if nothing comes any more. */
  private boolean read() {
    var input = ByteBuffer.allocate(READ_BYTES);
    try {
      int count = connection.read(false, input);
      while (count > 0) {
        parse(input.flip());
        count = connection.read(false, input.clear());
      }
      return count == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void parse(ByteBuffer input) {
    if (isBroken) {
      return;
    }
    try {
      parser.parse(input);
    } catch (FrameParser.ViolationException e) {
      isBroken = true;
      close(e.code(), e.getMessage());
    }
  }

  private class Frames implements FrameParser.Receiver {
    @Override
    public void message(boolean isText, byte[] message) throws FrameParser.ViolationException {
      var text = isText ? FrameParser.utf8(message) : null;
      if (!isClosing) {
        listener.heard();
        listener.received(text);
      }
    }

    @Override
    public void control(int opcode, byte[] payload) throws FrameParser.ViolationException {
      if (opcode == Frame.CLOSE) {
        close(codeOf(payload), "");
        isDone.countDown();
        return;
      }
      listener.heard();
      if (opcode == Frame.PING) {
        send(Frame.of(Frame.PONG, payload));
      }
    }
  }

  /** The code to answer with. */
  private static int codeOf(byte[] payload) throws FrameParser.ViolationException {
    if (payload.length == 0) {
      return 1000;
    }
    int code = payload.length == 1 ? 0 : ByteBuffer.wrap(payload).getShort();
    boolean isDefined = (1000 <= code && code <= 1003) || (1007 <= code && code <= 1014);
    if (!isDefined && (code < 3000 || code > 4999)) {
      throw new FrameParser.ViolationException(1002, "This code is invalid.");
    }
    return code;
  }

  private void write() {
    try {
      for (var frame = queue.next(); frame != null; frame = queue.next()) {
        connection.write(true, frame, 0, frame.length);
        if (queue.isEmpty()) {
          connection.flush(true);
        }
      }
      var last = queue.last();
      if (last != null) {
        connection.write(true, last, 0, last.length);
        connection.flush(true);
        // With bytes unread, the connection would be reset, and the client would not get the frame.
        isDone.await(LINGER_SECONDS, TimeUnit.SECONDS);
      }
    } catch (IOException | InterruptedException e) {
      // The client has gone, or was given up.
    } finally {
      connection.close();
      listener.closed();
    }
  }

  @Override
  public void destroy() {
    queue.end(null);
  }

  @Override
  public void pause() {}

  @Override
  public void timeoutAsync(long now) {}

  @Override
  public void setSslSupport(SSLSupport sslSupport) {}

  @Override
  public UpgradeInfo getUpgradeInfo() {
    return new UpgradeInfo();
  }
}
