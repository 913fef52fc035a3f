package dev.holdfast.workflows.credentials;

import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.credentials.RotationActivities;
import dev.holdfast.schemas.credentials.RotationActivities.KeyRequest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.workflows.engine.ChangeFailed;
import dev.holdfast.workflows.engine.GroupApplication;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * The order of the steps, of which each leaves a credential that the platform has and the server
 * takes, wherever it ends.
 */
final class Rotation {
  private static final GroupApplication.Calls<RotationActivities> CALLS =
      new GroupApplication.Calls<>(
          RotationActivities.class,
          RotationActivities::applyCredential,
          RotationActivities::proveCredential,
          RotationActivities::confirmCredential,
          RotationActivities::revertCredential);

  private final Steps steps;
  private final PlanSummary plan;

  /**
   * @param plan of the changes that rotate
   */
  Rotation(Steps steps, PlanSummary plan) {
    this.steps = steps;
    this.plan = plan;
  }

  /** Sets the new sudo password, if the plan has one. */
  void sudoPassword() {
    group(RotationActivities.SUDO_PASSWORD).ifPresent(group -> apply(group, StepLimits.CHANGE));
  }

  /** Puts the new host keys in place, if the plan has some. */
  void hostKeys() {
    group(RotationActivities.HOST_KEYS).ifPresent(group -> apply(group, StepLimits.CHANGE));
  }

  /**
   * Replaces the login key, if the plan does. Once the new key is proven the rest is done also
   * where the operation is cancelled, because there is nothing left to wait for.
   */
  void loginKey() {
    Optional<PlanSummary.Group> authorize = group(RotationActivities.AUTHORIZE);
    if (authorize.isEmpty()) {
      return;
    }
    try {
      apply(authorize.get(), StepLimits.CHANGE);
    } catch (TemporalFailure failure) {
      // Confirmed or not, nobody may know: the key is about to be forgotten, so it goes.
      Workflow.newDetachedCancellationScope(this::tryToTakeOff).run();
      throw failure;
    }
    Workflow.newDetachedCancellationScope(this::replace).run();
  }

  private void replace() {
    try {
      Step _ =
          steps.run(
              RotationActivities.class,
              "use-new-key",
              1,
              "Use the new login key from now on",
              StepLimits.CHANGE,
              (activities, step) -> {
                activities.useNewLoginKey(new KeyRequest(step));
                return step;
              });
      apply(group(RotationActivities.WITHDRAW).orElseThrow(), StepLimits.CHANGE);
    } catch (TemporalFailure failure) {
      if (!usesOldKey()) {
        throw failed(
            failure, "the new login key stays in use, and the old one may still be authorized");
      }
      tryToTakeOff();
      throw failed(failure, "the old login key is in use again");
    }
  }

  private boolean usesOldKey() {
    try {
      return steps.run(
          RotationActivities.class,
          "use-old-key",
          1,
          "Use the old login key again, if it works",
          StepLimits.CLOSE,
          (activities, step) -> activities.useOldLoginKey(new KeyRequest(step)));
    } catch (ActivityFailure e) {
      return false;
    }
  }

  /** Best effort: an authorized key whose private half is forgotten lets nobody in. */
  private void tryToTakeOff() {
    try {
      apply(group(RotationActivities.TAKE_OFF).orElseThrow(), StepLimits.CLOSE);
    } catch (TemporalFailure e) {
      Workflow.getLogger(Rotation.class)
          .warn("The new key could not be taken off: {}", ChangeFailed.words(e));
    }
  }

  private void apply(PlanSummary.Group group, ActivityOptions limits) {
    new GroupApplication<>(CALLS, steps, plan.hash(), group, limits).run();
  }

  private Optional<PlanSummary.Group> group(String key) {
    return plan.groups().stream().filter(group -> group.key().equals(key)).findFirst();
  }

  private static TemporalFailure failed(TemporalFailure failure, String so) {
    return ChangeFailed.because(
        FailureType.COMMAND_FAILED, ChangeFailed.words(failure) + "; " + so);
  }
}
