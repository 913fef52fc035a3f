package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes a stream on and keeps its end, in which a program says why it failed. */
public final class StreamEnd extends OutputStream {
  private static final int KEPT = 4 << 10;

  private final OutputStream next;
  private byte[] end = new byte[0];

  public StreamEnd(OutputStream next) {
    this.next = next;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int fresh = Math.min(KEPT, length);
    int old = Math.min(KEPT - fresh, end.length);
    byte[] joined = new byte[old + fresh];
    System.arraycopy(end, end.length - old, joined, 0, old);
    System.arraycopy(bytes, offset + length - fresh, joined, old, fresh);
    end = joined;
    next.write(bytes, offset, length);
  }

  /** The last 4 KiB as UTF-8. */
  public String text() {
    return new String(end, StandardCharsets.UTF_8);
  }
}
