package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.userauth.UserAuthException;
import org.jspecify.annotations.Nullable;

/** Turns what sshj and the network throw into failures with a type and a way out. */
public final class SshFailures {
  private final Server server;
  private final int port;

  public SshFailures(Server server, int port) {
    this.server = server;
    this.port = port;
  }

  public SshException of(FailureType type, String what, @Nullable Throwable cause) {
    return new SshException(type, about(what), cause);
  }

  private String about(String what) {
    return "%s (%s:%d%s) %s"
        .formatted(
            server.name(),
            server.address(),
            port,
            server.jump().map(jump -> " through " + jump).orElse(""),
            what);
  }

  /** Why no connection came to be. */
  SshException connecting(Exception e, PinnedHostKeys hostKeys) {
    String refusal = hostKeys.refusal();
    if (refusal != null) {
      return of(FailureType.HOST_KEY_MISMATCH, refusal, e);
    }
    String text = texts(e);
    if (text.contains("unable to reach a settlement")) {
      return noCommonAlgorithm(message(e), e);
    }
    if (isThrottle(e, text)) {
      return closedBeforeLogin(e);
    }
    if (e instanceof UserAuthException && isRefusal(e)) {
      return loginRefused(e);
    }
    return unreachable(e);
  }

  /** The two sides have nothing in common; {@code what} names it. */
  public SshException noCommonAlgorithm(String what, Exception e) {
    return of(
        FailureType.NO_COMMON_ALGORITHM,
        "accepts no algorithm that is safe enough: "
            + what
            + ". Update its OpenSSH, or its sshd_config.",
        e);
  }

  public SshException closedBeforeLogin(Exception e) {
    return of(
        FailureType.THROTTLED,
        "closed the connection before the login: too many at once (MaxStartups), a ban on this address, or an sshd that is just restarting",
        e);
  }

  public SshException loginRefused(Exception e) {
    return SshException.loginRefused(
        about(
            "refuses the login of %s with %s. Is it in the server's authorized_keys, and may %s log in?"
                .formatted(server.user(), shown(), server.user())),
        e);
  }

  /** The network, or the server's silence, stood in the way. */
  public SshException unreachable(Exception e) {
    return of(FailureType.UNREACHABLE, whyUnreachable(e), e);
  }

  private String shown() {
    if (server.access().certificate() != null) {
      return "its user certificate (does TrustedUserCAKeys name its authority, and is the user among its principals?)";
    }
    return server.access().agent() != null
        ? "any key of the agent"
        : "the key '" + server.credential() + "'";
  }

  /** A connection that broke; {@code started} tells whether the command may have run. */
  public SshException broken(Exception e, boolean started) {
    if (e instanceof InterruptedException
        || e instanceof InterruptedIOException
        || Thread.currentThread().isInterrupted()) {
      Thread.currentThread().interrupt();
      return of(FailureType.WORKER_LOST, "was given up: the caller was interrupted", e);
    }
    return of(
        FailureType.UNREACHABLE,
        "was lost "
            + (started ? "while a command ran" : "before the command was started")
            + ": "
            + message(e),
        e);
  }

  /** One of the two sides of a command's stream failed. */
  public SshException streaming(ExecutionException e, Command command) {
    Throwable cause = e.getCause();
    if (cause instanceof BoundedOutput.TooLong) {
      return of(
          FailureType.COMMAND_FAILED,
          "printed more than the %d bytes that are kept of a command"
              .formatted(command.outputLimit()),
          e);
    }
    return broken(cause instanceof IOException io ? io : e, true);
  }

  public SshException timeout(Duration timeout) {
    return of(
        FailureType.UNREACHABLE,
        "did not finish the command within " + timeout.toSeconds() + " s",
        null);
  }

  /**
   * Every transport failure is a UserAuthException during the login: only the method's own end is a
   * refusal.
   */
  private static boolean isRefusal(Exception e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof IOException && !(t instanceof UserAuthException)) {
        return t instanceof SSHException s
            && (s.getDisconnectReason() == DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE
                || lower(s).contains("too many authentication failures"));
      }
    }
    return true;
  }

  private static boolean isThrottle(Exception e, String text) {
    return text.contains("during identification exchange")
        || text.contains("maxstartups")
        || (e instanceof SSHException s
            && s.getDisconnectReason() == DisconnectReason.TOO_MANY_CONNECTIONS);
  }

  private static String whyUnreachable(Exception e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      switch (t) {
        case UnknownHostException _ -> {
          return "cannot be found: its address has no DNS entry";
        }
        case ConnectException c -> {
          return "cannot be reached: " + message(c) + ". Is sshd running, and is the port right?";
        }
        case NoRouteToHostException n -> {
          return "cannot be reached: " + message(n);
        }
        case SocketException closed when "Socket closed".equals(closed.getMessage()) -> {
          return "does not speak SSH to the end: it closed the connection before the login, or sent no greeting in time";
        }
        case SocketTimeoutException _, TimeoutException _ -> {
          return "does not answer: a firewall, a wrong address, or the machine is off";
        }
        default -> {}
      }
    }
    return "cannot be reached: " + message(e);
  }

  private static String texts(Throwable e) {
    StringBuilder all = new StringBuilder();
    for (Throwable t = e; t != null; t = t.getCause()) {
      all.append(lower(t)).append('\n');
    }
    return all.toString();
  }

  private static String lower(Throwable t) {
    return message(t).toLowerCase(Locale.ROOT);
  }

  private static String message(Throwable t) {
    String message = t.getMessage();
    return message == null ? t.getClass().getSimpleName() : message;
  }
}
