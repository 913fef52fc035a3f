package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.ChannelPermit;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.NotStarted;
import dev.holdfast.activities.ssh.OutputPump;
import dev.holdfast.activities.ssh.SshFailures;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.activities.ssh.Streams;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One command of the login user on one channel. */
final class MinaExecution {
  private final MinaConnection connection;
  private final Command command;
  private final Streams streams;
  private final ChannelOpener channels;
  private final SshFailures failures;
  private final long deadline;

  MinaExecution(
      ChannelPermit<MinaConnection> permit,
      Command command,
      Streams streams,
      SshSettings settings,
      SshFailures failures) {
    this.connection = permit.connection();
    this.command = command;
    this.streams = streams;
    this.channels = new ChannelOpener(permit, settings, failures);
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
    CommandChannel channel = channels.open(command.timeout(), this::open);
    try {
      return attend(channel);
    } catch (TimeoutException e) {
      throw failures.timeout(command.timeout());
    } catch (ExecutionException e) {
      throw failures.streaming(e, command);
    } catch (IOException | InterruptedException e) {
      throw failures.broken(e, true);
    } finally {
      channels.release(channel);
    }
  }

  private int attend(CommandChannel channel)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Thread input = channel.feed(streams.stdin());
    try {
      CompletableFuture<Void> out = OutputPump.start(channel.getInvertedOut(), streams.stdout());
      CompletableFuture<Void> err = OutputPump.start(channel.getInvertedErr(), streams.stderr());
      OutputPump.await(out, err, left());
      CompletableFuture<Void> closed = new CompletableFuture<>();
      channel.addCloseFutureListener(_ -> closed.complete(null));
      closed.get(left(), TimeUnit.NANOSECONDS);
      return channel.exitCode();
    } finally {
      input.interrupt();
    }
  }

  private CommandChannel open(Duration timeout) throws IOException, NotStarted {
    CommandChannel channel = new CommandChannel(command.line());
    channel.register(connection.session());
    try {
      channel.open().verify(timeout);
      return channel;
    } catch (IOException | RuntimeException e) {
      boolean abandoned = channel.abandon();
      channel.close(false);
      if (abandoned) {
        throw e;
      }
      throw failures.broken(e, true);
    }
  }

  private long left() {
    return Math.max(0, deadline - System.nanoTime());
  }
}
