package dev.holdfast.cli.operation;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that starts an operation with a plan. */
public final class StartOptions {
  public static final String WINDOW_LABEL = "HOURS";
  public static final String WINDOW_TEXT =
      "Start servers in these hours only, such as 'sat 02:00-06:00 Europe/Berlin' or '0 2 * *"
          + " sat/4h'; may be repeated; none: also outside of the windows of their labels. See ops"
          + " window.";

  @Option(
      names = "--dry-run",
      order = 3,
      description = "Plan only: show what would change, change nothing.")
  private boolean dryRun;

  @Option(names = "--approve", order = 4, description = "Approve the plan without review.")
  private boolean approve;

  @Option(
      names = "--follow",
      order = 5,
      description = "Watch it to its end; exit with its outcome.")
  boolean follow;

  @Option(
      names = "--priority",
      paramLabel = "P",
      order = 6,
      description = "low, normal, high or critical (default: normal).")
  private @Nullable TypedPriority priority;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      order = 7,
      description = "Servers changed at the same time (default: 4).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--max-failures",
      paramLabel = FailureLimit.LABEL,
      order = 8,
      description = FailureLimit.TEXT)
  private @Nullable String maxFailures;

  @Option(
      names = "--wave",
      paramLabel = "SIZES",
      hideParamSyntax = true,
      split = ",",
      order = 9,
      description =
          "Waves: how many servers are done at the end of each, as in 1,25%%,100%%. A wave starts"
              + " when the one before has ended.")
  private @Nullable List<String> waves;

  @Mixin private GateOptions gates = new GateOptions();

  @Option(names = "--window", paramLabel = WINDOW_LABEL, order = 9, description = WINDOW_TEXT)
  private @Nullable List<String> window;

  @Mixin private FailureOptions failure = new FailureOptions();

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      order = 10,
      description = "A repeated request with this key returns the first operation.")
  @Nullable String idempotencyKey;

  /** The key that was given, or one of its own: then an answer that got lost can be asked again. */
  public String key() {
    return idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
  }

  /** Whether nothing is to be changed. */
  public boolean dryRun() {
    return dryRun;
  }

  /** The operation as it was typed. */
  Wanted wanted(
      String type,
      @Nullable String selector,
      @Nullable String input,
      List<String> settings,
      boolean whole) {
    return new Wanted(
        type,
        selector,
        input,
        settings,
        whole,
        dryRun,
        approve,
        priority == null ? null : priority.name(),
        concurrency,
        maxFailures,
        waves,
        failure.word(),
        window,
        failure.offline(),
        failure.expireSeconds(),
        gates.gates(),
        gates.seconds());
  }
}
