package dev.holdfast.activities.audit;

import java.io.IOException;
import java.io.OutputStream;

/** Counts the bytes that it passes on. */
final class CountingStream extends OutputStream {
  private final OutputStream next;
  private volatile long count;

  CountingStream(OutputStream next) {
    this.next = next;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  public void write(byte[] bytes, int offset, int length) throws IOException {
    count += length;
    next.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    next.flush();
  }

  long count() {
    return count;
  }
}
