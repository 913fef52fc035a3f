package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshFailures;
import dev.holdfast.schemas.failure.FailureType;
import java.io.InterruptedIOException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.jspecify.annotations.Nullable;

/** Tells why MINA did not get a connection. */
final class MinaFailures {
  private static final int TOO_MANY = SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS;

  private MinaFailures() {}

  /**
   * @param session null if not even TCP came to be
   */
  static SshException connecting(
      SshFailures failures, Exception e, @Nullable ClientSession session, Handshake handshake) {
    String refusal = handshake.refusal();
    if (refusal != null) {
      return failures.of(FailureType.HOST_KEY_MISMATCH, refusal, e);
    }
    String disagreement = handshake.disagreement();
    if (disagreement != null) {
      return failures.noCommonAlgorithm(disagreement, e);
    }
    if (text(e).contains("for key id=")) {
      // MINA itself looks at a host certificate before it asks whether it is trusted.
      return failures.of(
          FailureType.HOST_KEY_MISMATCH,
          "shows a host certificate that does not count: " + e.getMessage(),
          e);
    }
    if (has(e, InterruptedIOException.class)) {
      return failures.broken(e, false);
    }
    if (session == null || has(e, TimeoutException.class)) {
      return failures.unreachable(e);
    }
    if (session.getServerVersion() == null || disconnect(e, TOO_MANY)) {
      return failures.closedBeforeLogin(e);
    }
    if (disconnect(e, SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE)
        || text(e).contains("too many authentication failures")) {
      return failures.loginRefused(e);
    }
    return failures.unreachable(e);
  }

  private static boolean has(Exception e, Class<? extends Throwable> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static boolean disconnect(Exception e, int code) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof org.apache.sshd.common.SshException s && s.getDisconnectCode() == code) {
        return true;
      }
    }
    return false;
  }

  private static String text(Exception e) {
    String message = e.getMessage();
    return message == null ? "" : message.toLowerCase(Locale.ROOT);
  }
}
