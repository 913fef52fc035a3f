package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.Session;

/** One command on one channel, whose permit it gives back. */
final class Execution {
  private static final Duration REOPEN = Duration.ofMillis(50);

  private final ChannelPermit<Connection> channel;
  private final Server server;
  private final Command command;
  private final Streams streams;
  private final SshSettings settings;
  private final Failures failures;
  private final long deadline;

  Execution(
      ChannelPermit<Connection> channel,
      Server server,
      Command command,
      Streams streams,
      SshSettings settings,
      Failures failures) {
    this.channel = channel;
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
    Session session;
    try {
      session = open();
    } catch (NotStarted | RuntimeException e) {
      channel.close();
      throw e;
    }
    boolean ended = false;
    try {
      StreamEnd stderr = new StreamEnd(streams.stderr());
      int exitCode = attend(session, stderr);
      ended = true;
      SudoLine.check(server, command, exitCode, stderr.text(), failures);
      return exitCode;
    } catch (TimeoutException e) {
      throw failures.timeout(command.timeout());
    } catch (ExecutionException e) {
      throw failed(e);
    } catch (IOException | InterruptedException e) {
      throw failures.broken(e, true);
    } finally {
      end(session, ended);
    }
  }

  private int attend(Session session, StreamEnd stderr)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Session.Command remote = session.exec(SudoLine.of(server, command));
    Thread input = StandardInput.feed(session, remote.getOutputStream(), streams.stdin());
    try {
      CompletableFuture<Void> out = OutputPump.start(remote.getInputStream(), streams.stdout());
      CompletableFuture<Void> err = OutputPump.start(remote.getErrorStream(), stderr);
      // Whichever fails first ends it: the other stream would wait for ever.
      CompletableFuture<Void> both = CompletableFuture.allOf(out, err);
      var _ =
          CompletableFuture.anyOf(both, failure(out), failure(err))
              .get(left(), TimeUnit.NANOSECONDS);
      remote.join(left(), TimeUnit.NANOSECONDS);
      return exitCode(remote);
    } finally {
      input.interrupt();
    }
  }

  /**
   * A server answers the end of a channel only when the command has ended: nobody waits for that.
   */
  private void end(Session session, boolean ended) {
    Runnable close =
        () -> {
          try (session) {
            // Its end is all that is wanted.
          } catch (IOException e) {
            // It was broken already.
          } finally {
            channel.close();
          }
        };
    if (ended) {
      close.run();
    } else {
      Thread.ofVirtual().name("ssh-close").start(close);
    }
  }

  /** A session that the server refuses to open has started nothing; others may be just ending. */
  private Session open() throws NotStarted {
    long patience = System.nanoTime() + Math.min(settings.openPatience().toNanos(), left());
    while (true) {
      try {
        return channel.connection().client().startSession();
      } catch (OpenFailException e) {
        channel.refused();
        if (System.nanoTime() > patience) {
          throw failures.of(
              FailureType.THROTTLED, "opens no more sessions (MaxSessions in its sshd_config?)", e);
        }
        pause();
      } catch (IOException | RuntimeException e) {
        throw new NotStarted(failures.broken(e, false));
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(REOPEN);
    } catch (InterruptedException e) {
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
