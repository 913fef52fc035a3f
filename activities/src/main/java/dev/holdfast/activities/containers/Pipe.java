package dev.holdfast.activities.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from one thread to another, as many at a time as the reader takes: whoever writes more
 * waits. Unlike the JDK's it does not mind which threads end, and it ends with a reason.
 */
public final class Pipe {
  private static final int CAPACITY = 64 << 10;

  private final byte[] bytes = new byte[CAPACITY];
  private int start;
  private int filled;
  private boolean ended;
  private @Nullable IOException reason;

  /** What was written; closing it makes every further write fail. */
  public InputStream input() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return Pipe.this.read(into, offset, length);
      }

      @Override
      public int available() {
        synchronized (Pipe.this) {
          return filled;
        }
      }

      @Override
      public void close() {
        end(new IOException("nobody reads it any more"));
      }
    };
  }

  /** What is to be read; closing it is the end for the reader. */
  public OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        Pipe.this.write(from, offset, length);
      }

      @Override
      public void close() {
        end(null);
      }
    };
  }

  /**
   * Nothing more is written; what was written is still read. The first end counts.
   *
   * @param why what the reader fails with; null for a proper end
   */
  public synchronized void end(@Nullable IOException why) {
    if (!ended) {
      ended = true;
      reason = why;
      notifyAll();
    }
  }

  private synchronized int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (filled == 0 && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    if (filled == 0) {
      if (reason != null) {
        throw new IOException(reason.getMessage(), reason);
      }
      return -1;
    }
    int count = Math.min(Math.min(length, filled), CAPACITY - start);
    System.arraycopy(bytes, start, into, offset, count);
    start = (start + count) % CAPACITY;
    filled -= count;
    notifyAll();
    return count;
  }

  private synchronized void write(byte[] from, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      try {
        while (filled == CAPACITY && !ended) {
          wait();
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
      if (ended) {
        throw new IOException("nothing more is taken", reason);
      }
      int at = (start + filled) % CAPACITY;
      int count = Math.min(Math.min(length - written, CAPACITY - filled), CAPACITY - at);
      System.arraycopy(from, offset + written, bytes, at, count);
      filled += count;
      written += count;
      notifyAll();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }
}
