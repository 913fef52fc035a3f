package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.LastWord;
import dev.holdfast.activities.ssh.NoAnswer;
import dev.holdfast.activities.ssh.OneLine;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.schemas.failure.FailureType;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A command that moves the bytes of one file.
 *
 * @param script POSIX sh that finds the path in {@code $p}, which comes first on standard input
 */
record Moving(Ssh ssh, Place place, String script) {
  /** Whoever waits for it notices earlier when nothing moves any more. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final int KEPT = 4 << 10;

  /**
   * Runs it to its end.
   *
   * @throws SshException of type COMMAND_FAILED with what it said, if its exit code is not 0
   */
  void run(InputStream in, OutputStream out) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    check(run(in, out, said), said);
  }

  /** Runs it to its end and returns its exit code. */
  int run(InputStream in, OutputStream out, ByteArrayOutputStream said) {
    return ssh.stream(place.server(), command(), new Streams(in, out, new Bounded(said)));
  }

  /**
   * Runs it to the end of all its output.
   *
   * @param last of which the script is told at its end
   * @throws SshException of type COMMAND_FAILED with what it said, if its exit code is not 0
   */
  void run(LastWord last, InputStream in, OutputStream out) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    check(run(last, in, out, said), said);
  }

  /** Runs it to the end of all its output and returns its exit code. */
  int run(LastWord last, InputStream in, OutputStream out, ByteArrayOutputStream said) {
    Streams streams = new Streams(in, out, new Bounded(said));
    return last.run(ssh, place.server(), command(), streams);
  }

  private Command command() {
    String line = "exec sh -c " + Quoting.quote("IFS= read -r p; " + script);
    return new Command(line, "", place.root(), LONGEST, KEPT);
  }

  private void check(int exitCode, ByteArrayOutputStream said) {
    if (exitCode != 0) {
      throw failed(exitCode, said);
    }
  }

  SshException failed(int exitCode, ByteArrayOutputStream said) {
    if (NoAnswer.isSignal(exitCode)) {
      return NoAnswer.of(place.server(), exitCode, "");
    }
    String words = OneLine.of(said.toString(StandardCharsets.UTF_8));
    return new SshException(
        FailureType.COMMAND_FAILED,
        "%s: %s: %s"
            .formatted(
                place.server().name(),
                place.path(),
                words.isEmpty() ? "the transfer ended with exit code " + exitCode : words),
        null);
  }

  /** Keeps the first bytes and drops the rest. */
  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream kept;

    Bounded(ByteArrayOutputStream kept) {
      this.kept = kept;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      kept.write(bytes, offset, Math.min(length, KEPT - kept.size()));
    }
  }
}
