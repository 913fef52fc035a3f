package dev.holdfast.activities.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** Receives a file into memory, and breaks once. */
public final class BytesReceipt implements Downloads.Receipt {
  public static final Attendance NOBODY =
      new Attendance() {
        @Override
        public void alive() {}

        @Override
        public void moved(long bytes, long ofAll) {}
      };

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int breakAfter;
  private long startedAt = -1;

  /**
   * @param breakAfter so many bytes; 0 for never
   */
  public BytesReceipt(int breakAfter) {
    this.breakAfter = breakAfter;
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }

  long startedAt() {
    return startedAt;
  }

  @Override
  public long there() {
    return bytes.size();
  }

  @Override
  public String sha256OfThere() {
    return HexFormat.of().formatHex(Digests.sha256().digest(bytes()));
  }

  @Override
  public OutputStream from(long offset) {
    startedAt = offset;
    byte[] kept = Arrays.copyOf(bytes(), (int) offset);
    bytes.reset();
    bytes.writeBytes(kept);
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] from, int at, int length) throws IOException {
        if (breakAfter > 0 && bytes.size() > breakAfter) {
          breakAfter = 0;
          throw new IOException("as if the worker died");
        }
        bytes.write(from, at, length);
      }
    };
  }

  @Override
  public String complete() {
    return sha256OfThere();
  }
}
