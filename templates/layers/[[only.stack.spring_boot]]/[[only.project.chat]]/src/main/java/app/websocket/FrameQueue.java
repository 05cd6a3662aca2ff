package app.websocket;

import java.util.ArrayDeque;
import java.util.Deque;

/** The frames that wait for a client. It ends with the frame that closes the connection. */
class FrameQueue {
  static final int MOST_FRAMES = 256;
  static final int MOST_BYTES = 1 << 20;

  private final Deque<byte[]> frames = new ArrayDeque<>();
  private int bytes;
  private boolean isEnded;
  private byte[] last;

  /** False if it is full. */
  synchronized boolean push(byte[] frame) {
    if (isEnded) {
      return true;
    }
    if (frames.size() == MOST_FRAMES || bytes + frame.length > MOST_BYTES) {
      return false;
    }
    frames.addLast(frame);
    bytes += frame.length;
    notifyAll();
    return true;
  }

  /**
   * Drops what waits, and keeps the frame, or null, as the last one. False if it has ended already.
   */
  synchronized boolean end(byte[] frame) {
    if (isEnded) {
      return false;
    }
    isEnded = true;
    last = frame;
    frames.clear();
    notifyAll();
    return true;
  }

  /** Ends, but lets what waits go first. */
  synchronized void endAfter(byte[] frame) {
    if (!isEnded) {
      isEnded = true;
      last = frame;
      notifyAll();
    }
  }

  /** Waits for a frame; null at the end. */
  synchronized byte[] next() throws InterruptedException {
    while (frames.isEmpty() && !isEnded) {
      wait();
    }
    if (frames.isEmpty()) {
      return null;
    }
    var frame = frames.removeFirst();
    bytes -= frame.length;
    return frame;
  }

  synchronized boolean isEmpty() {
    return frames.isEmpty();
  }

  synchronized byte[] last() {
    return last;
  }
}
