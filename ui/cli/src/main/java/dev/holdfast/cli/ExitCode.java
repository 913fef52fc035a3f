package dev.holdfast.cli;

/** What the command's exit code says; scripts rely on the numbers. */
public enum ExitCode {
  DONE(0),
  /** The operation failed, or the platform could not do what it was asked. */
  FAILED(1),
  /** Bad usage or input; nothing was started. */
  USAGE(2),
  NOT_FOUND(3),
  /** Refused: identity, permission or policy. */
  REFUSED(4),
  UNREACHABLE(5),
  /** The user stopped it, or stopped watching it. */
  CANCELLED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The exit code of this number; FAILED where it has no meaning of its own. */
  public static ExitCode of(int code) {
    for (ExitCode known : values()) {
      if (known.code == code) {
        return known;
      }
    }
    return FAILED;
  }

  /** The exit code for an HTTP status that is not 2xx. */
  public static ExitCode ofStatus(int status) {
    return switch (status) {
      case 400, 413, 415, 422, 428 -> USAGE;
      case 401, 403, 409, 412 -> REFUSED;
      case 404, 410 -> NOT_FOUND;
      case 502, 503, 504 -> UNREACHABLE;
      default -> FAILED;
    };
  }
}
