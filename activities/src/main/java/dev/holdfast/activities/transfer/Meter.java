package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.SshException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of a transfer as they pass, tells how many there are, and lets it stop where it
 * has to: carriers end in peace when their source ends, so that why it did is kept here.
 */
final class Meter {
  private static final Duration TELL = Duration.ofSeconds(1);
  private static final Duration ASK = Duration.ofSeconds(3);

  /** A question is some 20 KB, which on a slow line are seconds: it may cost 1/20 of the time. */
  private static final int SHARE = 20;

  private static final Duration SELDOM = Duration.ofMinutes(10);

  private final Attendance attendance;
  private final Runnable check;
  private final long all;
  private long moved;
  private long told = System.nanoTime();
  private long asked = System.nanoTime();
  private long pause = ASK.toNanos();
  private volatile @Nullable RuntimeException stopped;

  /**
   * @param check throws when the transfer must not go on
   * @param moved bytes that are moved already
   */
  Meter(Attendance attendance, Runnable check, long moved, long all) {
    this.attendance = attendance;
    this.check = check;
    this.moved = moved;
    this.all = all;
  }

  InputStream on(InputStream bytes) {
    return new FilterInputStream(bytes) {
      @Override
      public int read() throws IOException {
        int b = super.read();
        pass(b < 0 ? 0 : 1);
        return b;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        try {
          int n = super.read(into, offset, length);
          pass(Math.max(0, n));
          return n;
        } catch (RuntimeException e) {
          stop(e);
          throw new IOException(e);
        }
      }
    };
  }

  OutputStream on(OutputStream bytes) {
    return new FilterOutputStream(bytes) {
      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        try {
          out.write(from, offset, length);
          pass(length);
        } catch (RuntimeException e) {
          stop(e);
          throw new IOException(e);
        }
      }
    };
  }

  /** Throws what stopped the transfer, if something here did. */
  void rethrow() {
    RuntimeException why = stopped;
    if (why != null) {
      throw why;
    }
  }

  private void stop(RuntimeException why) {
    stopped = why;
  }

  private void pass(int bytes) {
    moved += bytes;
    long now = System.nanoTime();
    if (now - told > TELL.toNanos()) {
      told = now;
      attendance.moved(moved, all);
    }
    if (now - asked > pause) {
      ask();
      asked = System.nanoTime();
      pause = Math.clamp(SHARE * (asked - now), ASK.toNanos(), SELDOM.toNanos());
    }
  }

  private void ask() {
    try {
      check.run();
    } catch (SshException e) {
      // A server that cannot be asked now shows in the transfer itself.
      if (!e.type().retryable()) {
        throw e;
      }
    }
  }
}
