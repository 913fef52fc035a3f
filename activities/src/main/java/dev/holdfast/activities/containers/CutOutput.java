package dev.holdfast.activities.containers;

import java.io.IOException;
import java.io.OutputStream;

/** Passes so many bytes on, and no more. */
final class CutOutput extends OutputStream {
  private final OutputStream next;
  private long left;
  private boolean cut;

  CutOutput(OutputStream next, long limit) {
    this.next = next;
    this.left = limit;
  }

  /** Whether there was more; whoever writes may then stop. */
  boolean cut() {
    return cut;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int n = (int) Math.min(left, length);
    next.write(bytes, offset, n);
    left -= n;
    cut |= n < length;
  }
}
