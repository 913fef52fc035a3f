package dev.holdfast.activities.transfer;

import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.transfer.TransferActivities.Placed;
import dev.holdfast.schemas.transfer.TransferActivities.Result;
import java.util.stream.Collectors;

/** What came of putting something that was sent in its place. */
final class Placement {
  private Placement() {}

  /**
   * The result of the journal's outcome.
   *
   * @throws io.temporal.failure.ApplicationFailure of type FENCED
   */
  static Placed of(Step step, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Finished finished ->
          finished.exitCode() == 0
              ? new Placed(Result.APPLIED, "")
              : new Placed(Result.FAILED, reason(finished.tail()));
      case Outcome.Interrupted(String reason) -> new Placed(Result.INTERRUPTED, reason);
      case Outcome.Fenced(long seen) -> throw Failures.fenced(step, seen);
    };
  }

  /** Without the lines that say what was done before it failed: the output of the step has them. */
  private static String reason(String tail) {
    String reason =
        tail.lines()
            .filter(line -> !line.matches("[-+~] .*"))
            .collect(Collectors.joining("\n"))
            .strip();
    return reason.isEmpty() ? tail.strip() : reason;
  }
}
