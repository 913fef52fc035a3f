package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.GroupRequest;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary.Group;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * Makes one group of changes.
 *
 * <p>A generation is one genuine attempt. The next one starts only when the last is known to have
 * failed, was interrupted, or was taken back by the server because nobody was there in time to
 * confirm it.
 */
public final class GroupApplication<A> {
  private static final int MAX_GENERATIONS = 3;

  /** With this a change ends that was at work when its window was over, as timeout(1) does. */
  private static final int OUT_OF_TIME = 124;

  private static final Duration BETWEEN_GENERATIONS = Duration.ofSeconds(5);

  private static final Calls<ChangeActivities> CHANGES =
      new Calls<>(
          ChangeActivities.class,
          ChangeActivities::apply,
          ChangeActivities::prove,
          ChangeActivities::confirm,
          ChangeActivities::revert);

  private final Calls<A> calls;
  private final Steps steps;
  private final String planHash;
  private final Group group;
  private final ActivityOptions limits;

  /**
   * @param calls what the steps call
   * @param limits how long one step may take, beside the proof
   */
  public GroupApplication(
      Calls<A> calls, Steps steps, String planHash, Group group, ActivityOptions limits) {
    this.calls = calls;
    this.steps = steps;
    this.planHash = planHash;
    this.group = group;
    this.limits = limits;
  }

  /** Changes of resources, as a plan of their differences has them. */
  static GroupApplication<ChangeActivities> of(Steps steps, String planHash, Group group) {
    return new GroupApplication<>(CHANGES, steps, planHash, group, StepLimits.CHANGE);
  }

  /**
   * What makes, proves, confirms and reverts a group; of {@link ChangeActivities} each is what its
   * namesake there is.
   */
  public record Calls<A>(
      Class<A> activities,
      BiFunction<A, GroupRequest, ApplyOutcome> apply,
      BiConsumer<A, GroupRequest> prove,
      BiFunction<A, GroupRequest, ConfirmOutcome> confirm,
      BiFunction<A, GroupRequest, ConfirmOutcome> revert) {}

  /** Returns when the changes are in place, and confirmed where they had to be. */
  public void run() {
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
      Timers.sleep(
          BETWEEN_GENERATIONS.multipliedBy(generation),
          "Before " + group.title() + again(generation + 1));
    }
  }

  /** Empty where the server took the change back while nobody was there to confirm it. */
  private Optional<ApplyOutcome> apply(int generation, boolean last) {
    try {
      return Optional.of(
          steps.run(
              calls.activities(),
              ChangeActivities.applyKey(group.key()),
              generation,
              group.title() + again(generation),
              limits,
              (activities, step) -> calls.apply().apply(activities, request(step))));
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
      prove(generation, window);
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
                .formatted(group.title(), ChangeFailed.words(e)),
            e);
      }
      return false;
    }
    ConfirmOutcome outcome =
        steps.run(
            calls.activities(),
            "confirm/" + group.key(),
            generation,
            "Confirm: " + group.title(),
            limits,
            (activities, step) -> calls.confirm().apply(activities, request(step)));
    if (outcome == ConfirmOutcome.REVERTED && last) {
      throw ChangeFailed.because(
          FailureType.REVERTED,
          group.title() + ": the server took the change back before it was confirmed");
    }
    return outcome == ConfirmOutcome.CONFIRMED;
  }

  private void prove(int generation, Duration window) {
    Step _ =
        steps.run(
            calls.activities(),
            "prove/" + group.key(),
            generation,
            "Prove with a new connection that one can still log in",
            StepLimits.within(window),
            (activities, step) -> {
              calls.prove().accept(activities, request(step));
              return step;
            });
  }

  private ConfirmOutcome revert(int generation) {
    return steps.run(
        calls.activities(),
        "revert/" + group.key(),
        generation,
        "Revert: " + group.title(),
        limits,
        (activities, step) -> calls.revert().apply(activities, request(step)));
  }

  private GroupRequest request(Step step) {
    return new GroupRequest(step, planHash, group.key());
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
                  .formatted(group.title(), outcome.exitCode(), outcome.message()),
              outcome.origin());
    };
  }

  private static String again(int generation) {
    return generation == 1 ? "" : " (attempt " + generation + ")";
  }
}
