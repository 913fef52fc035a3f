package dev.holdfast.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a command with an exit code and a message for the person who typed it. */
public final class Failure extends RuntimeException {
  private final ExitCode exitCode;
  private final List<String> details;
  private final @Nullable String remedy;
  private final @Nullable String code;

  /**
   * @param message what is wrong, in one sentence without a full stop
   * @param details more of it, such as a line for each wrong field
   * @param remedy what to do about it, as {@code ./holdfast …} or a sentence
   */
  public Failure(ExitCode exitCode, String message, List<String> details, @Nullable String remedy) {
    this(exitCode, message, details, remedy, null);
  }

  /**
   * @param code the stable code of the API's problem
   */
  Failure(
      ExitCode exitCode,
      String message,
      List<String> details,
      @Nullable String remedy,
      @Nullable String code) {
    super(message);
    this.exitCode = exitCode;
    this.details = List.copyOf(details);
    this.remedy = remedy;
    this.code = code;
  }

  /** A failure with a remedy and no details. */
  public Failure(ExitCode exitCode, String message, String remedy) {
    this(exitCode, message, List.of(), remedy);
  }

  /** Wrong input, found before anything was sent. */
  public static Failure usage(String message, String remedy) {
    return new Failure(ExitCode.USAGE, message, remedy);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public List<String> details() {
    return details;
  }

  public @Nullable String remedy() {
    return remedy;
  }

  /** The stable code of the API's problem; null where it is none. */
  public @Nullable String code() {
    return code;
  }
}
