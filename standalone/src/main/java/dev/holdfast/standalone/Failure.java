package dev.holdfast.standalone;

import org.jspecify.annotations.Nullable;

/**
 * Something the person at the terminal can act on: the message says what, the code is the exit
 * code.
 */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_RUNNING = 5;

  private final int exitCode;

  Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  Failure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
