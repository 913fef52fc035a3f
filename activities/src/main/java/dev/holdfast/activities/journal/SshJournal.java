package dev.holdfast.activities.journal;

import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** The journal in {@code /var/lib/holdfast} of each server, kept by a shell program there. */
public final class SshJournal implements Journal {
  private static final int WAIT_SECONDS = 2;
  private static final int TRIES = 3;

  /** What a listener is handed at once, whatever an answer carries. */
  private static final int PIECE = 256 << 10;

  static final ServerProgram PROGRAM =
      ServerProgram.assembled(SshJournal.class, "session.sh", "journal.sh");

  private final Ssh ssh;
  private final Round round;
  private final SessionStates states = new SessionStates();

  public SshJournal(Ssh ssh) {
    this.ssh = ssh;
    this.round = new Round(ssh);
  }

  @Override
  public Outcome run(Server server, Entry entry, Listener listener) {
    return new Attendance(server, entry, listener).untilEnd();
  }

  @Override
  public void close(Server server, String operation, long fencingToken) {
    // Stopping waits for TERM, then KILL, and a revert for the services that it reloads.
    var _ =
        round.ask(
            server,
            "close",
            EntryKey.checked(operation) + " " + fencingToken,
            "",
            Duration.ofMinutes(5));
  }

  /** One caller's wait for one entry. */
  private final class Attendance {
    private final Server server;
    private final Entry entry;
    private final Listener listener;
    private final String address;
    private final String payload;
    private final String lengths;
    private long out;
    private long err;

    Attendance(Server server, Entry entry, Listener listener) {
      this.server = server;
      this.entry = entry;
      this.listener = listener;
      Step step = entry.step();
      EntryKey key = EntryKey.of(step);
      long timeout = Math.max(1, entry.timeout().toSeconds());
      this.address =
          "%s %s %d %d".formatted(key.operation(), key.hash(), step.fencingToken(), timeout);
      String meta = meta(entry);
      String script = entry.script() + "\n";
      this.payload = meta + script;
      this.lengths =
          "%d %d %d %s"
              .formatted(
                  meta.lines().count(), length(script), entry.keptBytes(), surroundings(entry));
      this.out = listener.from(false);
      this.err = listener.from(true);
    }

    Outcome untilEnd() {
      boolean started = false;
      boolean more = false;
      SessionStates.Renewal renewal = states.renewal(ssh, server);
      while (true) {
        JournalAnswer answer = ask(started, more ? 0 : WAIT_SECONDS);
        if (answer.state() == JournalAnswer.State.STALE) {
          renewal.after(answer.words().getFirst());
          continue;
        }
        started = true;
        if (answer.state() == JournalAnswer.State.FENCED) {
          return new Outcome.Fenced(Long.parseLong(answer.words().getFirst()));
        }
        out = hear(false, out, answer.out());
        err = hear(true, err, answer.err());
        more = out < answer.outSize() || err < answer.errSize();
        if (answer.state() != JournalAnswer.State.RUNNING && !more) {
          return outcome(answer);
        }
      }
    }

    /** Asking again is safe: the journal starts nothing twice. */
    private JournalAnswer ask(boolean started, int waitSeconds) {
      String arguments =
          address + " " + waitSeconds + " " + out + " " + err + (started ? "" : delivery());
      for (int tried = 1; ; tried++) {
        try {
          return Vigil.keep(
              listener,
              () ->
                  round.ask(
                      server,
                      started ? "wait" : "run",
                      arguments,
                      started ? "" : payload,
                      Duration.ofSeconds(waitSeconds)));
        } catch (SshException e) {
          if (e.type() != FailureType.UNREACHABLE
              || tried == TRIES
              || Thread.currentThread().isInterrupted()) {
            throw e;
          }
        }
      }
    }

    private String delivery() {
      return " " + lengths + " " + states.accepted(server);
    }

    private long hear(boolean stderr, long from, JournalAnswer.Chunk chunk) {
      byte[] bytes = chunk.bytes();
      if (bytes.length == 0) {
        return from;
      }
      for (int at = 0; at < bytes.length; at += PIECE) {
        int end = Math.min(bytes.length, at + PIECE);
        listener.output(stderr, chunk.offset() + at, Arrays.copyOfRange(bytes, at, end));
      }
      return chunk.offset() + bytes.length;
    }

    private Outcome outcome(JournalAnswer answer) {
      if (answer.state() == JournalAnswer.State.INTERRUPTED) {
        return new Outcome.Interrupted(
            (answer.why().equals("restart")
                    ? "the server restarted while the command ran"
                    : "the command was killed on the server, or its operation closed, before it ended")
                + (answer.reverted() ? "; the server has reverted the change" : ""));
      }
      if (answer.reverted() && answer.exitCode() == 0) {
        throw new SshException(
            FailureType.REVERTED,
            "%s has reverted what '%s' did, because nobody confirmed it in time"
                .formatted(server.name(), entry.step().summary()),
            null);
      }
      String tail = answer.tail();
      boolean timedOut = answer.why().equals("timeout");
      if (timedOut) {
        tail += "[ended by the server after " + entry.timeout().toSeconds() + " s]\n";
      }
      return new Outcome.Finished(answer.exitCode(), timedOut, tail);
    }

    private static String surroundings(Entry entry) {
      return switch (entry.surroundings()) {
        case Surroundings.Tool _ -> "tool";
        case Surroundings.Root _ -> "root";
        case Surroundings.Login _ -> "login";
        case Surroundings.User _ -> "user";
      };
    }

    private static String meta(Entry entry) {
      Step step = entry.step();
      String user =
          entry.surroundings() instanceof Surroundings.User(String account)
              ? "user: " + oneLine(account) + "\n"
              : "";
      return """
      operation: %s
      server: %s
      step: %s
      generation: %d
      token: %d
      summary: %s
      """
              .formatted(
                  step.operation(),
                  oneLine(step.server()),
                  oneLine(step.key()),
                  step.generation(),
                  step.fencingToken(),
                  oneLine(step.summary()))
          + user;
    }

    private static String oneLine(String text) {
      return text.replaceAll("\\s+", " ");
    }

    private static int length(String text) {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
  }
}
