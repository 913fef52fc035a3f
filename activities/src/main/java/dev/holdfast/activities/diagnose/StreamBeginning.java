package dev.holdfast.activities.diagnose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the begin of a stream, also when its command never ends. Thread-safe. */
final class StreamBeginning extends OutputStream {
  private static final int KEPT = 256 << 10;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    kept.write(bytes, offset, Math.min(length, KEPT - kept.size()));
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}
