package dev.holdfast.activities.exec;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.exec.RemoteProgram.Becoming;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.LastWord;
import dev.holdfast.activities.ssh.NoAnswer;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.Streams;
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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One run of a command that changes nothing, straight over a channel, without the journal. An
 * interrupt of the thread that runs it ends the command on the server, with all its processes.
 */
final class DirectRun {
  /** For the watcher on the server to end the command, and for its last output. */
  private static final Duration AROUND = Duration.ofSeconds(30);

  private final Ssh ssh;
  private final Server server;
  private final ExecInput input;
  private final LogSink stdout;
  private final LogSink stderr;

  DirectRun(Ssh ssh, Server server, ExecInput input, StepLogs logs, Step step) {
    this.ssh = ssh;
    this.server = server;
    this.input = input;
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
    Duration timeout = Duration.ofSeconds(input.timeoutSeconds());
    boolean root = input.asRoot() && !server.user().equals("root");
    LastWord last = LastWord.of(server, root);
    String program =
        input.asRoot()
            ? RemoteProgram.forRoot(server, input, Becoming.OWN_SESSION)
            : RemoteProgram.forLoginUser(input, Becoming.OWN_SESSION);
    WatchedProgram watched = WatchedProgram.of(program, last);
    Redactor redactor = CommandContext.current().redactor();
    RedactingStream shownOut = redactor.redacting(stdout);
    RedactingStream shownErr = redactor.redacting(stderr);
    AfterMark out = new AfterMark(watched.mark(), shownOut);
    AfterMark err = new AfterMark(watched.mark(), shownErr);
    long began = System.nanoTime();
    int exitCode;
    InputStream text = new ByteArrayInputStream(watched.text().getBytes(StandardCharsets.UTF_8));
    try {
      exitCode =
          last.run(
              ssh,
              server,
              new Command("sh -s", "", root, timeout.plus(AROUND), Integer.MAX_VALUE),
              new Streams(text, out, err),
              timeout);
    } finally {
      close(shownOut);
      close(shownErr);
    }
    if (!out.seen()) {
      throw NoAnswer.of(server, exitCode, err.noise() + "\n" + out.noise());
    }
    boolean timedOut = exitCode > 128 && System.nanoTime() - began >= timeout.toNanos();
    return ExecOutcome.ended(
        exitCode, timedOut, input.timeoutSeconds(), stdout.stored(), stderr.stored());
  }

  private static void close(RedactingStream stream) {
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
