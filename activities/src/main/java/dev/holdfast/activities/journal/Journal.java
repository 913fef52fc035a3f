package dev.holdfast.activities.journal;

import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;

/**
 * The record on the server of what was run there for which step.
 *
 * <p>The key is operation / server / step / generation. The same key runs at most once: delivered
 * again, it rejoins the command that is running or returns the recorded result. A fencing token
 * lower than one the server has seen, or closed, is refused. Thread-safe; failures on the way are
 * {@link dev.holdfast.activities.ssh.SshException}s.
 *
 * <p>A server cleans its journal by itself, at most once an hour: entries that ended more than 30
 * days ago go, and the oldest of more than 2,000 once they are 7 days old; on a nearly full disk (5
 * % left) all that ended more than a day ago, which are those whose operation has had its answer
 * for certain. What runs never goes. Of what went a line stays for a year: its key still runs at
 * most once and is answered with its result, only the output is lost. No step is delivered again
 * after a year, because none may take so long.
 */
public interface Journal {

  /**
   * Runs a script as root at most once and waits until it has ended.
   *
   * @param listener hears of output and of being alive, from the calling thread
   */
  Outcome run(Server server, Entry entry, Listener listener);

  /**
   * Stops what is still running of the operation on the server (TERM, then KILL), reverts what is
   * armed and not confirmed, and refuses this fencing token from now on.
   *
   * <p>It makes the journal's directory where there is none, because a delivery that is still on
   * its way must find the token refused; so call it only if something may have been delivered.
   */
  void close(Server server, String operation, long fencingToken);

  /**
   * One command for the journal.
   *
   * @param script POSIX sh, run with standard input empty
   * @param timeout after which the server itself ends it
   * @param keptBytes how much of the head of each stream the server keeps, beside the last 8 KiB; a
   *     server that is short of space keeps less, at most a quarter of what is free
   * @param surroundings what it finds itself in
   */
  record Entry(
      Step step, String script, Duration timeout, long keptBytes, Surroundings surroundings) {
    private static final long KEPT = 8L << 20;

    public Entry {
      if (keptBytes < 0) {
        throw new IllegalArgumentException("keptBytes: " + keptBytes + " is negative");
      }
    }

    /** Of Holdfast's own, which keeps so many bytes of each stream. */
    public Entry(Step step, String script, Duration timeout, long keptBytes) {
      this(step, script, timeout, keptBytes, new Surroundings.Tool());
    }

    /** Of Holdfast's own, which keeps 8 MiB of each stream. */
    public Entry(Step step, String script, Duration timeout) {
      this(step, script, timeout, KEPT);
    }
  }

  /**
   * Whom a script runs as, and with whose variables, umask, limits and directory. What is not
   * Holdfast's own finds what it would find over {@code ssh}, and what it leaves in the background
   * lives on.
   */
  sealed interface Surroundings {
    /** Root, with surroundings that are the same everywhere; ends with all that it has started. */
    record Tool() implements Surroundings {}

    /** Root, as after {@code sudo}. */
    record Root() implements Surroundings {}

    /** The login user, as after the login. */
    record Login() implements Surroundings {}

    /**
     * Another user, in its home, as after {@code sudo -u}.
     *
     * @param account name or number
     */
    record User(String account) implements Surroundings {}
  }

  /** What became of an entry. */
  sealed interface Outcome {
    /**
     * It ran to its end, or was ended by the server after its timeout; {@code tail} is the end of
     * its output, both streams.
     */
    record Finished(int exitCode, boolean timedOut, String tail) implements Outcome {

      /** One that ended by itself. */
      public Finished(int exitCode, String tail) {
        this(exitCode, false, tail);
      }
    }

    /** Its runner or the host died after the start: nobody knows how far it came. */
    record Interrupted(String reason) implements Outcome {}

    /** The server has seen, or closed, a higher fencing token. */
    record Fenced(long seen) implements Outcome {}
  }

  /** Hears what an entry does. */
  interface Listener {
    /** Called at least every 5 s while waiting; throws to stop waiting (the command goes on). */
    void alive();

    /** The offset from which on output is wanted: how much of it is stored already. */
    default long from(boolean stderr) {
      return 0;
    }

    /** A chunk of output at its byte offset; may come again after a reattach. */
    void output(boolean stderr, long offset, byte[] bytes);
  }
}
