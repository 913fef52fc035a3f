package dev.holdfast.standalone.home;

import org.jspecify.annotations.Nullable;

/**
 * Something the person at the terminal can act on: the message says what, the code is the exit
 * code.
 */
public final class PlatformFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NOT_RUNNING = 5;

  private final int exitCode;

  public PlatformFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public PlatformFailure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
