package dev.holdfast.activities.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Keeps one stream of a command in memory, and refuses more than a limit. */
public final class BoundedOutput extends OutputStream {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final int limit;

  /**
   * @param limit in bytes
   */
  public BoundedOutput(int limit) {
    this.limit = limit;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (kept.size() + length > limit) {
      throw new TooLong();
    }
    kept.write(bytes, offset, length);
  }

  public byte[] bytes() {
    return kept.toByteArray();
  }

  /** The command printed more than is to be kept. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;
  }
}
