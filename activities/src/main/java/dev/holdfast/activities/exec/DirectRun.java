package dev.holdfast.activities.exec;

import static java.util.stream.Collectors.joining;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.journal.ServerProgram;
import dev.holdfast.activities.journal.SessionStates;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.secret.SecretValues;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.LastWord;
import dev.holdfast.activities.ssh.NoAnswer;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.activities.step.LogSink;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.redaction.RedactingStream;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command that changes nothing, straight over a channel, without the journal. An
 * interrupt of the thread that runs it ends the command on the server, with all its processes.
 */
final class DirectRun {
  /** For the watcher on the server to end the command, and for its last output. */
  private static final Duration AROUND = Duration.ofSeconds(30);

  private static final Duration ENDING = Duration.ofSeconds(20);
  private static final int ENDING_OUTPUT = 64 << 10;

  private static final String SESSION = ServerProgram.text(SshJournal.class, "session.sh");

  private final Ssh ssh;
  private final SessionStates states;
  private final Server server;
  private final ExecInput input;
  private final SecretValues secrets;
  private final Step step;
  private final LogSink stdout;
  private final LogSink stderr;

  DirectRun(
      Ssh ssh,
      SessionStates states,
      Server server,
      ExecInput input,
      SecretValues secrets,
      StepLogs logs,
      Step step) {
    this.ssh = ssh;
    this.states = states;
    this.server = server;
    this.input = input;
    this.secrets = secrets;
    this.step = step;
    long limit = (long) input.maxOutputMiB() << 20;
    this.stdout = new LogSink(logs, step, false, limit);
    this.stderr = new LogSink(logs, step, true, limit);
  }

  /**
   * Runs it to its end.
   *
   * @throws dev.holdfast.activities.ssh.SshException if its end is not known
   */
  ExecOutcome run() {
    SessionStates.Renewal renewal = states.renewal(ssh, server);
    ExecOutcome outcome = run(renewal);
    while (outcome == null) {
      outcome = run(renewal);
    }
    return outcome;
  }

  /** Runs it; null where its connection was stale and nothing was run. */
  private @Nullable ExecOutcome run(SessionStates.Renewal renewal) {
    Duration timeout = Duration.ofSeconds(input.timeoutSeconds());
    boolean root = input.asRoot() && !server.user().equals("root");
    LastWord last = LastWord.of(server, root);
    LeftProcesses processes = LeftProcesses.ofNewRun();
    WatchedProgram watched = WatchedProgram.of(program(root), processes, session(), last);
    Redactor redactor = CommandContext.current().redactor();
    RedactingStream shownOut = redactor.redacting(stdout);
    RedactingStream shownErr = redactor.redacting(stderr);
    HeldOutput held = new HeldOutput(Thread.currentThread());
    EndMark mark = new EndMark(watched.mark(), shownOut, held::ended);
    EndMark markErr = new EndMark(watched.mark(), shownErr, held::ended);
    AfterMark out = new AfterMark(watched.mark(), mark);
    AfterMark err = new AfterMark(watched.mark(), markErr);
    long began = System.nanoTime();
    String stale = null;
    InputStream text = new ByteArrayInputStream(watched.text().getBytes(StandardCharsets.UTF_8));
    try {
      int exitCode =
          last.run(
              ssh,
              server,
              new Command("sh -s", "", root, timeout.plus(AROUND), Integer.MAX_VALUE),
              new Streams(text, out, err),
              timeout);
      held.over();
      if (!out.seen()) {
        throw NoAnswer.of(server, exitCode, err.noise() + "\n" + out.noise());
      }
      stale = markErr.stale();
      String fresh = markErr.fresh();
      if (fresh != null) {
        states.found(server, fresh);
      }
      if (stale == null && mark.end() == null) {
        return ended(exitCode, false);
      }
    } catch (SshException e) {
      boolean broken = !held.over();
      if (broken && mark.end() == null) {
        if (out.seen() && System.nanoTime() - began >= timeout.toNanos() && !isInterrupted()) {
          return unconfirmed();
        }
        throw e;
      }
    } finally {
      held.over();
      close(mark);
      close(markErr);
      close(shownOut);
      close(shownErr);
    }
    if (stale != null) {
      renewal.after(stale);
      return null;
    }
    return ended(Objects.requireNonNull(mark.end()), processes, held.wasHeld());
  }

  /** Null for root: what sudo gives is of now, whenever the connection was made. */
  private @Nullable String session() {
    return input.asRoot()
        ? null
        : SESSION
            + "session_is_fresh $$ %s %s %s"
                .formatted(
                    Quoting.quote(server.user()),
                    states.accepted(server),
                    Quoting.quote(states.known(server)));
  }

  private String program(boolean root) {
    String program =
        RemoteProgram.inOwnSession(input.withEnv(secrets.variables(step, input.env())));
    String user = input.user();
    if (user != null && !user.equals("root") && !user.equals(server.user())) {
      program = RemoteProgram.as(user, WatchedProgram.announcing(program));
    } else {
      program = WatchedProgram.announcing(program);
    }
    // Of sudo's own doing.
    return root ? "unset LANGUAGE SUDO_COMMAND\n" + program : program;
  }

  private ExecOutcome ended(EndMark.End end, LeftProcesses processes, boolean held) {
    List<Long> left = end.left();
    if (held || !left.isEmpty()) {
      // Its own user may not end what has become another's.
      left = endLeft(processes, end.session(), !left.isEmpty());
    }
    if (left.isEmpty()) {
      return ended(end.exitCode(), end.overtime());
    }
    return new ExecOutcome(
        end.exitCode(),
        end.overtime(),
        stdout.stored(),
        stderr.stored(),
        "was ended after %d s, its timeout, but for what %s may not end: process %s"
            .formatted(
                input.timeoutSeconds(),
                server.user(),
                left.stream().map(String::valueOf).collect(joining(", "))));
  }

  private ExecOutcome ended(int exitCode, boolean timedOut) {
    return ExecOutcome.ended(
        exitCode, timedOut, input.timeoutSeconds(), stdout.stored(), stderr.stored());
  }

  private ExecOutcome unconfirmed() {
    return new ExecOutcome(
        null,
        true,
        stdout.stored(),
        stderr.stored(),
        "was ended after %d s, its timeout, but the server has not confirmed that: look before you run it again"
            .formatted(input.timeoutSeconds()));
  }

  /** Ends what is left of it and returns what is left even then. */
  private List<Long> endLeft(LeftProcesses processes, long session, boolean sudo) {
    boolean root = sudo || input.asRoot();
    Command command = new Command("sh -s", processes.ending(session), root, ENDING, ENDING_OUTPUT);
    try {
      String left = CommandContext.current().silently(() -> ssh.exec(server, command)).stdout();
      return left.lines()
          .reduce((_, line) -> line)
          .map(line -> Stream.of(line.split(" ", -1)))
          .orElseGet(Stream::of)
          .filter(word -> word.matches("[0-9]{1,9}"))
          .map(Long::valueOf)
          .toList();
    } catch (SshException e) {
      // Who may not become root cannot end it either; of what held the output that is not known.
      return sudo ? List.of(session) : List.of();
    }
  }

  private static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }

  private static void close(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stores output that has waited long enough; from any thread. */
  void flushIfDue() {
    stdout.flushIfDue();
    stderr.flushIfDue();
  }

  /** Whether nothing of the command has been seen: then trying again repeats nothing. */
  boolean silent() {
    return stdout.stored() + stderr.stored() == 0;
  }
}
