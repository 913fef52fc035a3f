package dev.holdfast.cli;

import java.util.Set;
import java.util.regex.Pattern;

/** What the command's exit code says; scripts rely on the numbers. */
public enum ExitCode {
  DONE(0),
  /** The operation failed, or what was asked for could not be done, such as when it has ended. */
  FAILED(1),
  /** Bad usage or input; nothing was started. */
  USAGE(2),
  NOT_FOUND(3),
  /** Refused: identity, permission or policy. */
  REFUSED(4),
  UNREACHABLE(5),
  /** The user stopped it, or stopped watching it. */
  CANCELLED(130);

  /** What somebody else has by that name, or has sent with that key: another one is needed. */
  private static final Pattern TAKEN = Pattern.compile(".+-exists|idempotency-key-.+");

  /** Nobody forbids it, and it cannot be done any more: it has ended, or there is nothing to do. */
  private static final Set<String> TOO_LATE =
      Set.of(
          "operation-ended",
          "operation-erased",
          "incident-closed",
          "changed-meanwhile",
          "nothing-failed",
          "newest-version",
          "no-earlier-version",
          "no-document",
          "broken-off",
          // It was asked, and does not answer: as an operation on it fails.
          "server-unreachable");

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

  /**
   * The exit code for a problem of the API, by its HTTP status and, where that says too little, by
   * its code. Alike problems have alike codes: this is the only place that knows.
   */
  static ExitCode ofProblem(int status, String code) {
    if (TAKEN.matcher(code).matches()) {
      return USAGE;
    }
    if (TOO_LATE.contains(code)) {
      return FAILED;
    }
    if (code.startsWith("unknown-")) {
      return NOT_FOUND;
    }
    return switch (status) {
      case 400, 405, 406, 413, 414, 415, 416, 422, 428, 431 -> USAGE;
      case 401, 403, 409, 412, 421, 429 -> REFUSED;
      case 404, 410 -> NOT_FOUND;
      case 502, 503, 504 -> UNREACHABLE;
      default -> FAILED;
    };
  }
}
