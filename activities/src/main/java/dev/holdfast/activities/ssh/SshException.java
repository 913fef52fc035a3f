package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import org.jspecify.annotations.Nullable;

/** Something went wrong on the way to a server; the message says what, where and what to do. */
public final class SshException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final FailureType type;

  public SshException(FailureType type, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.type = type;
  }

  public FailureType type() {
    return type;
  }
}
