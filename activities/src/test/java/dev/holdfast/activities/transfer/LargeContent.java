package dev.holdfast.activities.transfer;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;

/** A file larger than memory: the same random megabyte again and again. */
record LargeContent(long size, String sha256) implements Content {
  private static final int PIECE = 1 << 20;
  private static final byte[] BYTES = bytes();

  static LargeContent of(long size) {
    LargeContent unhashed = new LargeContent(size, "");
    return new LargeContent(size, Digests.of(unhashed, size));
  }

  @Override
  public InputStream open(long offset) {
    return new InputStream() {
      private long at = offset;

      @Override
      public int read() {
        return at == size ? -1 : BYTES[(int) (at++ % PIECE)] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        if (at == size) {
          return -1;
        }
        int here = (int) (at % PIECE);
        int n = (int) Math.min(Math.min(length, PIECE - here), size - at);
        System.arraycopy(BYTES, here, into, from, n);
        at += n;
        return n;
      }
    };
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[PIECE];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /** The hash of bytes that are counted and dropped. */
  static final class Drain extends OutputStream {
    private final MessageDigest digest = Digests.sha256();
    private long count;

    @Override
    public void write(int b) {
      digest.update((byte) b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
      count += length;
    }

    long count() {
      return count;
    }

    String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
