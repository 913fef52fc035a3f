package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a program go only when all its output has arrived.
 *
 * <p>A sudo that logs output (sudoers' {@code log_output}) stands between the program and the
 * channel, and forgets what is still in the program's pipe when the program ends: whatever exceeds
 * 64 KiB behind a slow reader is lost, silently, as seen with sudo 1.9.13. Under such a sudo a
 * program marks the end of both its streams and stays until both marks have been seen here. Under
 * any other it just ends.
 */
public final class LastWord {
  /** Begins a mark and is nowhere else in it. */
  private static final char RECORD_SEPARATOR = 036;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final boolean needed;
  private final String word;
  private final CountDownLatch heard = new CountDownLatch(2);

  private LastWord(boolean needed) {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    this.needed = needed;
    this.word = HexFormat.of().formatHex(random);
  }

  /**
   * For one run of a program.
   *
   * @param sudo whether it is run by root where the login user may be another
   */
  public static LastWord of(Server server, boolean sudo) {
    return new LastWord(sudo && !server.user().equals("root"));
  }

  /**
   * The last command of the program, in POSIX sh, for the shell that sudo has started. What stands
   * between it and the channel shows in that its output is another than its parent's.
   *
   * @param fd of the channel's standard input in that shell
   */
  public String sh(int fd) {
    // On one line: csh as a login shell understands no other.
    return needed
        ? ("{ [ /proc/$$/fd/1 -ef /proc/$PPID/fd/1 ] && [ /proc/$$/fd/2 -ef /proc/$PPID/fd/2 ]; }"
                + " || { printf '\\036%%s\\n' %1$s; printf '\\036%%s\\n' %1$s >&2; read -r _; } <&%2$d")
            .formatted(word, fd)
        : ":";
  }

  /** As {@link #run(Ssh, Server, Command, Streams, Duration)}, with the command's timeout. */
  public int run(Ssh ssh, Server server, Command command, Streams streams) {
    return run(ssh, server, command, streams, command.timeout());
  }

  /**
   * Runs the program to its end, with all its output; its standard input stays open until then.
   *
   * @param within after which its standard input ends anyway
   * @return the exit code
   */
  public int run(Ssh ssh, Server server, Command command, Streams streams, Duration within) {
    InputStream stdin = stdin(streams.stdin(), within);
    if (!needed) {
      return ssh.stream(server, command, new Streams(stdin, streams.stdout(), streams.stderr()));
    }
    try (OutputStream out = new Listening(streams.stdout());
        OutputStream err = new Listening(streams.stderr())) {
      return ssh.stream(server, command, new Streams(stdin, out, err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** After the first one it blocks, and ends with a line once the program may go. */
  private InputStream stdin(InputStream first, Duration within) {
    InputStream leave =
        new InputStream() {
          private boolean ended;

          @Override
          public int read() throws IOException {
            if (ended) {
              return -1;
            }
            try {
              ended = true;
              return heard.await(within.toNanos(), TimeUnit.NANOSECONDS) ? '\n' : -1;
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new InterruptedIOException("the program ended by itself");
            }
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            int b = read();
            if (b < 0) {
              return -1;
            }
            into[offset] = (byte) b;
            return 1;
          }
        };
    return new SequenceInputStream(first, leave);
  }

  /** A stream without its mark: holds back what may be the mark's beginning, until it is closed. */
  private final class Listening extends OutputStream {
    private final byte[] mark =
        (RECORD_SEPARATOR + word + "\n").getBytes(StandardCharsets.US_ASCII);
    private final OutputStream next;
    private int held;
    private boolean seen;

    Listening(OutputStream next) {
      this.next = next;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int end = offset + length;
      int from = offset;
      while (from < end) {
        if (held == 0) {
          int mayBegin = seen ? end : indexOf(mark[0], bytes, from, end);
          pass(bytes, from, mayBegin);
          from = mayBegin;
        }
        while (from < end && held < mark.length && !seen) {
          if (bytes[from] != mark[held]) {
            // This byte may begin the mark itself.
            release();
            break;
          }
          from++;
          held++;
          if (held == mark.length) {
            held = 0;
            seen = true;
            heard.countDown();
          }
        }
      }
    }

    /** Every byte of large files comes by here. */
    private static int indexOf(byte sought, byte[] bytes, int from, int end) {
      int at = from;
      while (at < end && bytes[at] != sought) {
        at++;
      }
      return at;
    }

    private void pass(byte[] bytes, int from, int end) throws IOException {
      if (from < end) {
        next.write(bytes, from, end - from);
      }
    }

    private void release() throws IOException {
      int beginning = held;
      held = 0;
      next.write(mark, 0, beginning);
    }

    @Override
    public void close() throws IOException {
      release();
    }
  }
}
