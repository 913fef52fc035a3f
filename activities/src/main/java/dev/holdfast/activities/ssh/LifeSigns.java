package dev.holdfast.activities.ssh;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What shows that the other end of a connection lives: bytes that came, writes that had to wait for
 * the line to take more, and what of the bytes that were written it has taken. A write that the
 * system's buffer takes at once shows nothing. Thread-safe.
 */
final class LifeSigns {
  /** Writes in pieces, so that a slow line shows signs during a long one. */
  private static final int PIECE = 8 << 10;

  private static final long WAITED_NANOS = 50_000_000;

  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private volatile Supplier<OptionalLong> waiting = OptionalLong::empty;

  /** Differs from what it was if there was a sign since. */
  long seen() {
    return seen.get();
  }

  /** The bytes that were written, all in all. */
  long sent() {
    return sent.get();
  }

  /**
   * The bytes that the other end has taken, as far as that can be known: without knowledge, none.
   * Costs more than the others.
   */
  long taken() {
    OptionalLong waits = waiting.get();
    return waits.isPresent() ? sent.get() - waits.getAsLong() : 0;
  }

  /** From now on it is asked for the bytes that were written and not taken yet. */
  void waiting(Supplier<OptionalLong> bytes) {
    waiting = bytes;
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
