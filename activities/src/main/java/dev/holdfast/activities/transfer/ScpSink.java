package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.SshException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The receiving side of scp for one file: written to with what the other side sends. */
final class ScpSink extends OutputStream {
  private static final Pattern HEADER = Pattern.compile("C[0-7]{4} ([0-9]{1,18}) .*");
  private static final int LONGEST_LINE = 8 << 10;
  private static final int OK = 0;
  private static final int END = -1;

  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final OutputStream bytes;
  private long left = -1;
  private boolean done;
  private boolean refused;

  ScpSink(OutputStream bytes) {
    this.bytes = bytes;
    answers.add(OK);
  }

  /** What the other side reads: a zero for each thing that was taken. */
  InputStream answers() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        try {
          return answers.take();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted");
        }
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int one = read();
        if (one == END) {
          return -1;
        }
        into[offset] = (byte) one;
        return 1;
      }
    };
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (left > 0) {
        int n = (int) Math.min(left, end - at);
        bytes.write(from, at, n);
        left -= n;
        at += n;
      } else {
        take(from[at++]);
      }
    }
  }

  private void take(byte b) throws IOException {
    if (left == 0 && !done) {
      // After the last byte: a zero where the other side could read them all.
      done = true;
      refused = b != 0;
      answers.add(OK);
      answers.add(END);
      return;
    }
    if (line.size() > LONGEST_LINE) {
      throw new IOException("scp on the server sends no file");
    }
    if (b != '\n') {
      line.write(b);
      return;
    }
    String text = line.toString(StandardCharsets.UTF_8);
    Matcher header = HEADER.matcher(text);
    if (done || !header.matches()) {
      refused = true;
      answers.add(END);
      return;
    }
    line.reset();
    left = Long.parseLong(header.group(1));
    answers.add(OK);
  }

  /**
   * What it came to.
   *
   * @throws SshException if the other side did not send the whole file
   */
  void check(Place from) {
    if (refused || !done) {
      String said = line.toString(StandardCharsets.UTF_8);
      throw ScpSource.refusal(from, said.isEmpty() ? "it could not be read to its end" : said);
    }
  }
}
