package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import org.jspecify.annotations.Nullable;

/** Something went wrong on the way to a server; the message says what, where and what to do. */
public final class SshException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final FailureType type;
  private final boolean loginRefused;
  private final boolean beforeStart;
  private final transient @Nullable FailureOrigin origin;

  public SshException(FailureType type, String message, @Nullable Throwable cause) {
    this(type, message, cause, false, false, null);
  }

  private SshException(
      FailureType type,
      String message,
      @Nullable Throwable cause,
      boolean loginRefused,
      boolean beforeStart,
      @Nullable FailureOrigin origin) {
    super(message, cause);
    this.type = type;
    this.loginRefused = loginRefused;
    this.beforeStart = beforeStart;
    this.origin = origin;
  }

  /** The server itself has refused a login, of type AUTHENTICATION. */
  static SshException loginRefused(String message, @Nullable Throwable cause) {
    return new SshException(FailureType.AUTHENTICATION, message, cause, true, true, null);
  }

  /** The same failure, of which it is known that nothing was started on the server. */
  public SshException beforeStart() {
    return beforeStart
        ? this
        : new SshException(type, String.valueOf(getMessage()), this, loginRefused, true, origin);
  }

  /** The same failure, of which it is known where it arose. */
  public SshException from(FailureOrigin where) {
    return new SshException(
        type, String.valueOf(getMessage()), getCause(), loginRefused, beforeStart, where);
  }

  /** Where it arose; null where failures of its type do. */
  public @Nullable FailureOrigin origin() {
    return origin;
  }

  public FailureType type() {
    return type;
  }

  /** Whether the server was shown a login and did not take it. */
  boolean loginRefused() {
    return loginRefused;
  }

  /** Whether it is known that what was to be done was not begun on the server. */
  public boolean isBeforeStart() {
    return beforeStart
        || switch (type) {
          case AUTHENTICATION,
              HOST_KEY_MISMATCH,
              NO_COMMON_ALGORITHM,
              THROTTLED,
              NO_SUDO,
              NO_SFTP,
              NO_SOCKET,
              NOT_AUDITED,
              BAD_INPUT ->
              true;
          default -> false;
        };
  }
}
