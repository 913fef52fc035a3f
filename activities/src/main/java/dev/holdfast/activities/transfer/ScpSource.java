package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * The sending side of scp for one file.
 *
 * <p>The other side reads lines of the protocol where it does not expect a file's bytes: none may
 * be sent before it has said that it takes them.
 */
final class ScpSource {
  private static final int ANSWERS_KEPT = 4 << 10;

  private final CountDownLatch decided = new CountDownLatch(2);
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final byte[] header;
  private final InputStream bytes;
  private volatile boolean refused;

  ScpSource(long length, InputStream bytes) {
    this.header = ("C0600 " + length + " file\n").getBytes(StandardCharsets.US_ASCII);
    this.bytes = bytes;
  }

  /** What the other side reads. */
  InputStream input() {
    return new InputStream() {
      private long sent;
      private boolean ended;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        if (sent < header.length) {
          int n = (int) Math.min(length, header.length - sent);
          System.arraycopy(header, (int) sent, into, offset, n);
          sent += n;
          return n;
        }
        await();
        if (refused || ended) {
          return -1;
        }
        int n = bytes.read(into, offset, length);
        if (n < 0) {
          ended = true;
          into[offset] = 0;
          return 1;
        }
        return n;
      }
    };
  }

  private void await() throws InterruptedIOException {
    try {
      decided.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before scp took the file");
    }
  }

  /** What the other side writes: a zero for each thing that it takes, else a line that says why. */
  OutputStream answers() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        if (b == 0 && !refused) {
          decided.countDown();
          return;
        }
        refused = true;
        if (said.size() < ANSWERS_KEPT) {
          said.write(b);
        }
        decided.countDown();
        decided.countDown();
      }
    };
  }

  /**
   * What it came to.
   *
   * @throws SshException if the other side did not take the file
   */
  void check(Place to) {
    if (refused) {
      throw refusal(to, said.toString(StandardCharsets.UTF_8));
    }
  }

  static SshException refusal(Place place, String said) {
    return new SshException(
        FailureType.COMMAND_FAILED,
        "%s: %s: %s"
            .formatted(
                place.server().name(), place.path(), said.replaceAll("\\p{Cntrl}", " ").strip()),
        null);
  }
}
