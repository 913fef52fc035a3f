package dev.holdfast.activities.transfer;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.HexFormat;
import java.util.Random;

/** Content in memory. */
@SuppressWarnings("ArrayRecordComponent")
public record Bytes(byte[] bytes) implements Content {

  public static Bytes random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return new Bytes(bytes);
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public String sha256() {
    return HexFormat.of().formatHex(Digests.sha256().digest(bytes));
  }

  @Override
  public InputStream open(long offset) {
    return new ByteArrayInputStream(bytes, (int) offset, (int) (bytes.length - offset));
  }

  /** The same, whose reader interrupts a thread after so many bytes and then brings no more. */
  Content interrupting(Thread thread, int after) {
    return new Content() {
      @Override
      public long size() {
        return Bytes.this.size();
      }

      @Override
      public String sha256() {
        return Bytes.this.sha256();
      }

      @Override
      public InputStream open(long offset) {
        return new FilterInputStream(Bytes.this.open(offset)) {
          private int read;

          @Override
          public int read(byte[] into, int at, int length) throws IOException {
            if (read > after) {
              thread.interrupt();
              try {
                Thread.sleep(Long.MAX_VALUE);
              } catch (InterruptedException e) {
                throw new InterruptedIOException();
              }
            }
            int n = super.read(into, at, length);
            read += n;
            return n;
          }
        };
      }
    };
  }
}
