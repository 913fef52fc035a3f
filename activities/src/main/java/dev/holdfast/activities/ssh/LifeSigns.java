package dev.holdfast.activities.ssh;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What shows that the other end of a connection lives: bytes that came, and writes that had to wait
 * for the line to take more. A write that the system's buffer takes at once shows nothing.
 * Thread-safe.
 */
final class LifeSigns {
  /** Writes in pieces, so that a slow line shows signs during a long one. */
  private static final int PIECE = 8 << 10;

  private static final long WAITED_NANOS = 50_000_000;

  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();

  /** Differs from what it was if there was a sign since. */
  long seen() {
    return seen.get();
  }

  /** The bytes that were written, all in all. */
  long sent() {
    return sent.get();
  }

  InputStream watch(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int read = super.read();
        came();
        return read;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        came();
        return read;
      }
    };
  }

  OutputStream watch(OutputStream to) {
    return new FilterOutputStream(to) {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += PIECE) {
          int piece = Math.min(PIECE, length - done);
          long began = System.nanoTime();
          out.write(bytes, offset + done, piece);
          went(piece, System.nanoTime() - began);
        }
      }
    };
  }

  private void came() {
    seen.incrementAndGet();
  }

  private void went(int bytes, long nanos) {
    sent.addAndGet(bytes);
    if (nanos >= WAITED_NANOS) {
      seen.incrementAndGet();
    }
  }
}
