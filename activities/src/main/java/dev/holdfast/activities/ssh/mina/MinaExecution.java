package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.BoundedOutput;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Failures;
import dev.holdfast.activities.ssh.NotStarted;
import dev.holdfast.activities.ssh.OutputPump;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.activities.ssh.StreamEnd;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.activities.ssh.SudoLine;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One command on one channel. */
final class MinaExecution {
  private static final Duration REOPEN = Duration.ofMillis(50);

  private final MinaConnection connection;
  private final Server server;
  private final Command command;
  private final Streams streams;
  private final SshSettings settings;
  private final Failures failures;
  private final long deadline;

  MinaExecution(
      MinaConnection connection,
      Server server,
      Command command,
      Streams streams,
      SshSettings settings,
      Failures failures) {
    this.connection = connection;
    this.server = server;
    this.command = command;
    this.streams = streams;
    this.settings = settings;
    this.failures = failures;
    this.deadline = System.nanoTime() + command.timeout().toNanos();
  }

  /**
   * Runs the command to its end, when all its output has been written.
   *
   * @return the exit code; 128 + n if signal n ended it
   * @throws NotStarted if the connection broke before the command can have been started
   */
  int run() throws NotStarted {
    acquire();
    CommandChannel channel = open();
    try {
      StreamEnd stderr = new StreamEnd(streams.stderr());
      int exitCode = attend(channel, stderr);
      SudoLine.check(server, command, exitCode, stderr.text(), failures);
      return exitCode;
    } catch (TimeoutException e) {
      throw failures.timeout(command.timeout());
    } catch (ExecutionException e) {
      throw failed(e);
    } catch (IOException | InterruptedException e) {
      throw failures.broken(e, true);
    } finally {
      end(channel);
    }
  }

  private int attend(CommandChannel channel, StreamEnd stderr)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Thread input = channel.feed(streams.stdin());
    try {
      CompletableFuture<Void> out = OutputPump.start(channel.getInvertedOut(), streams.stdout());
      CompletableFuture<Void> err = OutputPump.start(channel.getInvertedErr(), stderr);
      // Whichever fails first ends it: the other stream would wait for ever.
      CompletableFuture<Void> both = CompletableFuture.allOf(out, err);
      var _ =
          CompletableFuture.anyOf(both, failure(out), failure(err))
              .get(left(), TimeUnit.NANOSECONDS);
      CompletableFuture<Void> closed = new CompletableFuture<>();
      channel.addCloseFutureListener(_ -> closed.complete(null));
      closed.get(left(), TimeUnit.NANOSECONDS);
      return channel.exitCode();
    } finally {
      input.interrupt();
    }
  }

  /**
   * A server answers the end of a channel only when the command has ended: nobody waits for that,
   * and until then the channel counts.
   */
  private void end(CommandChannel channel) {
    channel.addCloseFutureListener(_ -> connection.releaseChannel());
    channel.close(false);
  }

  private void acquire() {
    try {
      if (!connection.acquireChannel(left())) {
        throw failures.of(
            FailureType.THROTTLED,
            "is busy: all %d channels were in use for %d s"
                .formatted(settings.channels(), command.timeout().toSeconds()),
            null);
      }
    } catch (InterruptedException e) {
      throw failures.broken(e, false);
    }
  }

  /** A session that the server refuses to open has started nothing; others may be just ending. */
  private CommandChannel open() throws NotStarted {
    long patience = System.nanoTime() + Math.min(settings.openPatience().toNanos(), left());
    while (true) {
      CommandChannel channel = new CommandChannel(SudoLine.of(server, command));
      try {
        channel.register(connection.session());
      } catch (IOException | RuntimeException e) {
        connection.releaseChannel();
        throw new NotStarted(failures.broken(e, false));
      }
      try {
        channel.open().verify(openTimeout());
        return channel;
      } catch (IOException | RuntimeException e) {
        if (!CommandChannel.isRefusal(e)) {
          throw unopened(channel, e);
        }
        if (System.nanoTime() > patience) {
          connection.releaseChannel();
          throw failures.of(
              FailureType.THROTTLED, "opens no more sessions (MaxSessions in its sshd_config?)", e);
        }
        pause();
      }
    }
  }

  private Duration openTimeout() {
    Duration left = Duration.ofNanos(left()).plusMillis(1);
    return left.compareTo(settings.handshakeTimeout()) < 0 ? left : settings.handshakeTimeout();
  }

  private SshException unopened(CommandChannel channel, Exception e) throws NotStarted {
    boolean started = !channel.abandon();
    end(channel);
    SshException failure = failures.broken(e, started);
    if (started || Thread.currentThread().isInterrupted()) {
      return failure;
    }
    throw new NotStarted(failure);
  }

  private void pause() {
    try {
      Thread.sleep(REOPEN);
    } catch (InterruptedException e) {
      connection.releaseChannel();
      throw failures.broken(e, false);
    }
  }

  private static CompletableFuture<Void> failure(CompletableFuture<Void> stream) {
    CompletableFuture<Void> failure = new CompletableFuture<>();
    var _ =
        stream.whenComplete((_, e) -> {
          if (e != null) {
            failure.completeExceptionally(e);
          }
        });
    return failure;
  }

  private SshException failed(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof BoundedOutput.TooLong) {
      return failures.of(
          FailureType.COMMAND_FAILED,
          "printed more than the %d bytes that are kept of a command"
              .formatted(command.outputLimit()),
          e);
    }
    return failures.broken(cause instanceof IOException io ? io : e, true);
  }

  private long left() {
    return Math.max(0, deadline - System.nanoTime());
  }
}
