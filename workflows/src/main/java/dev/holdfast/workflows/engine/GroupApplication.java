package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.GroupRequest;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary.Group;
import dev.holdfast.schemas.failure.FailureType;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes one group of changes.
 *
 * <p>A generation is one genuine attempt. The next one starts only when the last is known to have
 * failed, was interrupted, or was taken back by the server because nobody was there in time to
 * confirm it.
 */
final class GroupApplication {
  private static final int MAX_GENERATIONS = 3;

  /** With this a change ends that was at work when its window was over, as timeout(1) does. */
  private static final int OUT_OF_TIME = 124;

  private static final Duration BETWEEN_GENERATIONS = Duration.ofSeconds(5);

  private final Steps steps;
  private final String planHash;
  private final Group group;

  GroupApplication(Steps steps, String planHash, Group group) {
    this.steps = steps;
    this.planHash = planHash;
    this.group = group;
  }

  /** Returns when the changes are in place, and confirmed where they had to be. */
  void run() {
    for (int generation = 1; ; generation++) {
      boolean last = generation == MAX_GENERATIONS;
      Optional<ApplyOutcome> outcome = apply(generation, last);
      if (outcome.isPresent()) {
        Result result = outcome.get().result();
        if (result == Result.APPLIED) {
          if (!group.commitConfirmed() || confirmed(generation, last)) {
            return;
          }
        } else if (last || (result == Result.FAILED && isFinal(outcome.get()))) {
          throw failed(outcome.get());
        }
      }
      Workflow.sleep(BETWEEN_GENERATIONS.multipliedBy(generation));
    }
  }

  /** Empty where the server took the change back while nobody was there to confirm it. */
  private Optional<ApplyOutcome> apply(int generation, boolean last) {
    try {
      return Optional.of(
          steps.run(
              ChangeActivities.applyKey(group.key()),
              generation,
              group.title() + again(generation),
              StepLimits.CHANGE,
              (changes, step) -> changes.apply(new GroupRequest(step, planHash, group.key()))));
    } catch (ActivityFailure e) {
      if (!last && ChangeFailed.is(FailureType.REVERTED, e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Proves and confirms; false where the server was faster and another generation may try. */
  private boolean confirmed(int generation, boolean last) {
    // Half of the window is for the proof, so that the other half is left to have it taken back at
    // once.
    Duration window = Duration.ofSeconds(group.confirmWithinSeconds()).dividedBy(2);
    try {
      run("prove", generation, "Prove with a new connection that one can still log in", window);
    } catch (ActivityFailure e) {
      if (e.getCause() instanceof CanceledFailure) {
        throw e;
      }
      ConfirmOutcome outcome = revert(generation);
      if (outcome == ConfirmOutcome.CONFIRMED) {
        return true;
      }
      if (ChangeFailed.genuine(e) || last) {
        throw ChangeFailed.because(
            FailureType.REVERTED,
            "%s: was not proven by a new connection (%s); the server has reverted the change"
                .formatted(group.title(), ChangeFailed.words(e)));
      }
      return false;
    }
    ConfirmOutcome outcome =
        steps.run(
            "confirm/" + group.key(),
            generation,
            "Confirm: " + group.title(),
            StepLimits.CHANGE,
            (changes, step) -> changes.confirm(new GroupRequest(step, planHash, group.key())));
    if (outcome == ConfirmOutcome.REVERTED && last) {
      throw ChangeFailed.because(
          FailureType.REVERTED,
          group.title() + ": the server took the change back before it was confirmed");
    }
    return outcome == ConfirmOutcome.CONFIRMED;
  }

  private void run(String key, int generation, String summary, Duration window) {
    ActivityOptions limits = StepLimits.within(window);
    steps.run(
        key + "/" + group.key(),
        generation,
        summary,
        limits,
        (changes, step) -> {
          changes.prove(new GroupRequest(step, planHash, group.key()));
          return step;
        });
  }

  private ConfirmOutcome revert(int generation) {
    return steps.run(
        "revert/" + group.key(),
        generation,
        "Revert: " + group.title(),
        StepLimits.CHANGE,
        (changes, step) -> changes.revert(new GroupRequest(step, planHash, group.key())));
  }

  private boolean isFinal(ApplyOutcome outcome) {
    return group.commitConfirmed() || outcome.exitCode() == ChangeActivities.FINAL_EXIT_CODE;
  }

  private RuntimeException failed(ApplyOutcome outcome) {
    if (group.commitConfirmed() && outcome.exitCode() == OUT_OF_TIME) {
      return ChangeFailed.because(
          FailureType.REVERTED,
          "%s: took longer than the %d s within which it has to be confirmed; the server has reverted it, and nothing of it is changed. Start it again"
              .formatted(group.title(), group.confirmWithinSeconds()));
    }
    return switch (outcome.result()) {
      case INTERRUPTED ->
          ChangeFailed.because(
              FailureType.INTERRUPTED,
              "%s: was interrupted %d times; %s"
                  .formatted(group.title(), MAX_GENERATIONS, outcome.message()));
      case FAILED, APPLIED ->
          ChangeFailed.because(
              FailureType.COMMAND_FAILED,
              "%s: ended with exit code %d; %s"
                  .formatted(group.title(), outcome.exitCode(), outcome.message()));
    };
  }

  private static String again(int generation) {
    return generation == 1 ? "" : " (attempt " + generation + ")";
  }
}
