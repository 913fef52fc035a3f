package dev.holdfast.activities.audit;

import dev.holdfast.activities.journal.Journal.Listener;
import dev.holdfast.platform.redaction.RedactingStream;
import dev.holdfast.platform.redaction.Redactor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Passes output on with its secrets masked, whole lines at a time and at their true offsets. What
 * is held back when the waiting is broken off was never passed on, and comes again.
 */
final class RedactedOutput implements Listener {
  private final Listener next;
  private final Redactor redactor;
  private final Side out = new Side(false);
  private final Side err = new Side(true);

  RedactedOutput(Listener next, Redactor redactor) {
    this.next = next;
    this.redactor = redactor;
  }

  @Override
  public void alive() {
    next.alive();
  }

  @Override
  public long from(boolean stderr) {
    return next.from(stderr);
  }

  @Override
  public void output(boolean stderr, long offset, byte[] bytes) {
    (stderr ? err : out).write(offset, bytes);
  }

  /** Passes on the ends of the output. */
  void finish() {
    out.finish();
    err.finish();
  }

  long bytesOut() {
    return out.heard;
  }

  long bytesErr() {
    return err.heard;
  }

  /** One of the two streams. */
  private final class Side extends OutputStream {
    private final boolean stderr;
    private @Nullable RedactingStream stream;
    private long heard;
    private long passed;

    Side(boolean stderr) {
      this.stderr = stderr;
    }

    void write(long offset, byte[] bytes) {
      try {
        if (stream == null || offset != heard) {
          finish();
          stream = redactor.redacting(this);
          passed = offset;
        }
        heard = offset + bytes.length;
        stream.write(bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void finish() {
      try {
        if (stream != null) {
          stream.finish();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      byte[] chunk = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
      next.output(stderr, passed, chunk);
      passed += length;
    }
  }
}
