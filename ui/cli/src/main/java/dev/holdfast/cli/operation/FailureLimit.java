package dev.holdfast.cli.operation;

/** The {@code --max-failures} of every command that starts work on servers; the API reads it. */
public final class FailureLimit {
  public static final String LABEL = "N|P%";
  public static final String TEXT =
      "Start on no further server after more than N failed, or more than P percent of all"
          + " (default: 0).";

  /** What changes nothing does no further harm. */
  static final String READING = "100%";

  static final String OF_EXEC =
      "Start on no further server after more than N failed, or more than P percent of all"
          + " (default: 0; with --read-only 100%%).";

  private FailureLimit() {}
}
