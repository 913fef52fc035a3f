package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import org.jspecify.annotations.Nullable;

/** Something went wrong on the way to a server; the message says what, where and what to do. */
public final class SshException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final FailureType type;
  private final boolean loginRefused;
  private final boolean beforeStart;

  public SshException(FailureType type, String message, @Nullable Throwable cause) {
    this(type, message, cause, false, false);
  }

  private SshException(
      FailureType type,
      String message,
      @Nullable Throwable cause,
      boolean loginRefused,
      boolean beforeStart) {
    super(message, cause);
    this.type = type;
    this.loginRefused = loginRefused;
    this.beforeStart = beforeStart;
  }

  /** The server itself has refused a login, of type AUTHENTICATION. */
  static SshException loginRefused(String message, @Nullable Throwable cause) {
    return new SshException(FailureType.AUTHENTICATION, message, cause, true, true);
  }

  /** The same failure, of which it is known that nothing was started on the server. */
  public SshException beforeStart() {
    return beforeStart
        ? this
        : new SshException(type, String.valueOf(getMessage()), this, loginRefused, true);
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
