package dev.holdfast.activities.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is said between us and sudo, on the streams of the command that it is to run.
 *
 * <p>A sudo that asks for the password is tried first with a command that does nothing, because it
 * would ask three times: what watches it there kills it when it asks again, which PAM does not
 * count; the end of its input it would. The password is said to each of the two sudos once, to its
 * prompt, or, where a PAM module has a prompt of its own, after a moment of silence. The command
 * gets its input when a mark has shown that sudo has begun it. Thread-safe.
 */
final class SudoDialogue {
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final char PROMPT = 'p';
  private static final char ACCEPTED = 't';
  private static final char BEGUN = 'b';

  private final String nonce;
  private final @Nullable String password;
  private final Streams streams;
  private final Runnable whenAccepted;
  private final MarkedStream stderr;
  private boolean asked;
  private int sent;
  private boolean accepted;
  private boolean begun;

  private SudoDialogue(@Nullable String password, Streams streams, Runnable whenAccepted) {
    byte[] random = new byte[12];
    RANDOM.nextBytes(random);
    this.nonce = HexFormat.of().formatHex(random);
    this.password = password;
    this.streams = streams;
    this.whenAccepted = whenAccepted;
    this.stderr = new MarkedStream(nonce, streams.stderr(), this::heard);
  }

  /** With a sudo that is to ask for nothing. */
  static SudoDialogue silent(Streams streams) {
    return new SudoDialogue(null, streams, () -> {});
  }

  /**
   * With a sudo that may ask for the password.
   *
   * @param whenAccepted called once when sudo has let us in, from another thread
   */
  static SudoDialogue of(String password, Streams streams, Runnable whenAccepted) {
    return new SudoDialogue(password, streams, whenAccepted);
  }

  /** The command of the login user that becomes root and then runs this one. */
  Command command(Command wanted) {
    String program = SudoCommand.program(wanted.line());
    String begin = "printf " + nonce + BEGUN + " >&2; ";
    return new Command(
        password == null
            ? "env LANGUAGE=C sudo -n -- sh -c " + Quoting.quote(begin + "exec " + program)
            : "env LANGUAGE=C sh -c " + Quoting.quote(trial() + begun(begin, program)),
        "",
        false,
        wanted.timeout(),
        wanted.outputLimit());
  }

  /**
   * Goes on if sudo accepts the password. A prompt ends a line, for the shell that watches reads
   * lines; it may kill sudo, whose real user is the login user as long as it asks.
   */
  private String trial() {
    return ("exec 3>&2; p=$(printf '%1$sp\\n '); "
            + "c=$({ { sh -c 'echo %1$ss$$ >&2; exec sudo -k -S -p \"$0\" -- printf %1$st' \"$p\" 2>&1 >&3; echo $? >&4; } | "
            + "{ n=0; while IFS= read -r l; do case $l in "
            + "%1$ss*) s=${l#%1$ss} ;; "
            + "*%1$sp) n=$((n+1)); if [ $n = 1 ]; then printf %1$sp; else kill -s KILL $s; fi ;; "
            + "*) printf '%%s\\n' \"$l\" ;; esac; done; } >&3; } 4>&1); "
            + "[ \"$c\" = 0 ] || exit 1; exec 3>&-; ")
        .formatted(nonce);
  }

  /** A sudo that has not read the password leaves it to the shell, before the line that is ours. */
  private String begun(String begin, String program) {
    String loader =
        begin
            + "while IFS= read -r l; do test \"$l\" = %s && exec %s; done; exit 125"
                .formatted(nonce, program);
    return "exec sudo -k -S -p " + nonce + PROMPT + " -- sh -c " + Quoting.quote(loader);
  }

  Streams streams() {
    return new Streams(password == null ? streams.stdin() : new Input(), streams.stdout(), stderr);
  }

  /** Passes on what was held back of standard error, once the command has ended. */
  void end() throws IOException {
    stderr.release();
  }

  /** Whether sudo was told the password. */
  synchronized boolean sent() {
    return sent > 0;
  }

  /** Whether sudo has let us in. */
  synchronized boolean accepted() {
    return accepted;
  }

  /** Whether sudo has begun the command. */
  synchronized boolean begun() {
    return begun;
  }

  private boolean heard(char what) {
    boolean first;
    synchronized (this) {
      first = what == ACCEPTED && !accepted;
      asked = what == PROMPT;
      accepted |= what == ACCEPTED;
      begun |= what == BEGUN;
      notifyAll();
    }
    if (first) {
      whenAccepted.run();
    }
    return what == BEGUN;
  }

  /** Waits for the next prompt; false where none comes any more, for it was let in or refused. */
  private synchronized boolean prompted(boolean first) throws InterruptedException {
    long began = System.nanoTime();
    while (!asked && !begun && !(first && accepted) && left(began, SILENCE) > 0) {
      wait(left(began, SILENCE));
    }
    boolean say = !begun && !(first && accepted);
    asked = false;
    if (say) {
      sent++;
    }
    return say;
  }

  private synchronized boolean await(boolean acceptance) throws InterruptedException {
    long began = System.nanoTime();
    while (!begun && !(acceptance && accepted) && left(began, LONGEST) > 0) {
      wait(left(began, LONGEST));
    }
    return begun || (acceptance && accepted);
  }

  private static long left(long began, Duration limit) {
    return (limit.toNanos() - (System.nanoTime() - began)) / 1_000_000;
  }

  /** What the two sudos and then the command read. */
  private final class Input extends InputStream {
    private InputStream now = InputStream.nullInputStream();
    private int stage;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        int n = now.read(into, offset, length);
        while (n < 0 && stage < 4) {
          stage++;
          now = next();
          n = now.read(into, offset, length);
        }
        return n;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("sudo has ended");
      }
    }

    private InputStream next() throws InterruptedException {
      return switch (stage) {
        case 1 -> prompted(true) ? bytes(password + "\n") : InputStream.nullInputStream();
        case 2 -> await(true) ? said(prompted(false)) : end();
        case 3 -> await(false) ? bytes(nonce + "\n") : end();
        default -> streams.stdin();
      };
    }

    private InputStream said(boolean asked) {
      return asked ? bytes(password + "\n") : InputStream.nullInputStream();
    }

    private InputStream end() {
      stage = 4;
      return InputStream.nullInputStream();
    }

    private static InputStream bytes(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
