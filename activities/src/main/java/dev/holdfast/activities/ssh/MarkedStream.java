package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes a stream on without the marks in it, which are a nonce and one letter each, until the last
 * of them has been heard. For one writing thread.
 */
final class MarkedStream extends OutputStream {
  private final byte[] nonce;
  private final OutputStream next;
  private final Listener listener;
  private byte[] held = {};
  private boolean over;

  /** Hears marks. */
  interface Listener {
    /** Returns whether it was the last one. */
    boolean heard(char mark);
  }

  MarkedStream(String nonce, OutputStream next, Listener listener) {
    this.nonce = nonce.getBytes(StandardCharsets.US_ASCII);
    this.next = next;
    this.listener = listener;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (over) {
      next.write(bytes, offset, length);
      return;
    }
    byte[] all = Arrays.copyOf(held, held.length + length);
    System.arraycopy(bytes, offset, all, held.length, length);
    int from = 0;
    int at = find(all, from);
    while (!over && at >= 0 && at + nonce.length < all.length) {
      next.write(all, from, at - from);
      from = at + nonce.length + 1;
      over = listener.heard((char) all[from - 1]);
      at = find(all, from);
    }
    // What is kept may be the beginning of a mark.
    int kept = over ? 0 : Math.min(nonce.length, all.length - from);
    next.write(all, from, all.length - from - kept);
    held = Arrays.copyOfRange(all, all.length - kept, all.length);
  }

  /** Passes on what may have been the beginning of a mark and is none. */
  void release() throws IOException {
    byte[] rest = held;
    held = new byte[0];
    next.write(rest, 0, rest.length);
  }

  private int find(byte[] all, int from) {
    for (int at = from; at + nonce.length <= all.length; at++) {
      if (Arrays.equals(all, at, at + nonce.length, nonce, 0, nonce.length)) {
        return at;
      }
    }
    return -1;
  }
}
