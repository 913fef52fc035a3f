package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.channel.direct.Session;

/** One command of the login user on one channel. */
final class Execution {
  private final ChannelPermit<Connection> channel;
  private final Command command;
  private final Streams streams;
  private final SshSettings settings;
  private final SshFailures failures;
  private final long deadline;

  Execution(
      ChannelPermit<Connection> channel,
      Command command,
      Streams streams,
      SshSettings settings,
      SshFailures failures) {
    this.channel = channel;
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
    Sessions sessions = new Sessions(channel, settings, failures);
    Session session = sessions.open(command.timeout());
    boolean ended = false;
    try {
      int exitCode = attend(session);
      ended = true;
      return exitCode;
    } catch (TimeoutException e) {
      throw failures.timeout(command.timeout());
    } catch (ExecutionException e) {
      throw failures.streaming(e, command);
    } catch (IOException | InterruptedException e) {
      throw failures.broken(e, true);
    } finally {
      sessions.close(session, ended);
    }
  }

  private int attend(Session session)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Session.Command remote = session.exec(command.line());
    StandardInput input = StandardInput.feed(session, remote.getOutputStream(), streams.stdin());
    try {
      CompletableFuture<Void> out = OutputPump.start(remote.getInputStream(), streams.stdout());
      CompletableFuture<Void> err = OutputPump.start(remote.getErrorStream(), streams.stderr());
      OutputPump.await(out, err, left());
      remote.join(left(), TimeUnit.NANOSECONDS);
      return exitCode(remote);
    } finally {
      input.stop();
    }
  }

  private int exitCode(Session.Command remote) {
    Integer status = remote.getExitStatus();
    if (status != null) {
      return status;
    }
    if (remote.getExitSignal() != null) {
      return 128 + number(remote.getExitSignal());
    }
    throw failures.broken(new SSHException("the session ended without an exit code"), true);
  }

  private static int number(net.schmizz.sshj.connection.channel.direct.Signal signal) {
    return switch (signal) {
      case HUP -> 1;
      case INT -> 2;
      case QUIT -> 3;
      case ILL -> 4;
      case ABRT -> 6;
      case FPE -> 8;
      case KILL -> 9;
      case USR1 -> 10;
      case SEGV -> 11;
      case USR2 -> 12;
      case PIPE -> 13;
      case ALRM -> 14;
      case TERM -> 15;
      default -> 0;
    };
  }

  private long left() {
    return Math.max(0, deadline - System.nanoTime());
  }
}
