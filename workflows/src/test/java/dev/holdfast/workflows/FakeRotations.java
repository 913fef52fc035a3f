package dev.holdfast.workflows;

import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.GroupRequest;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.change.PlanSummary.Group;
import dev.holdfast.schemas.credentials.RotationActivities;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.step.Step;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Servers whose credentials are rotated, and behave as the test says. */
final class FakeRotations implements RotationActivities {
  static final Group LOGIN_KEY = new Group("login-key", "Rotate the login key", 1, 60);

  /** Every step that arrived, by its key. */
  final List<String> steps = new CopyOnWriteArrayList<>();

  /** The groups of the plan that is made of what is to be rotated. */
  volatile List<Group> made =
      List.of(
          new Group(AUTHORIZE, "Authorize", 1, 60),
          new Group(WITHDRAW, "Withdraw", 1, 60),
          new Group(TAKE_OFF, "Take off", 1, 60));

  private final Map<String, FailureType> failures = new ConcurrentHashMap<>();

  /** Whether the old key still works once it was to be removed. */
  volatile boolean oldKeyWorks = true;

  void fails(String step, FailureType type) {
    failures.put(step, type);
  }

  @Override
  public PlanSummary makeCredentials(MakeRequest request) {
    arrived(request.step());
    return new PlanSummary(
        request.step().server(), "sha256:made", made.size(), 0, made, List.of(), null);
  }

  @Override
  public ApplyOutcome applyCredential(GroupRequest request) {
    arrived(request.step());
    return new ApplyOutcome(Result.APPLIED, 0, List.of(), "");
  }

  @Override
  public void proveCredential(GroupRequest request) {
    arrived(request.step());
  }

  @Override
  public ConfirmOutcome confirmCredential(GroupRequest request) {
    arrived(request.step());
    return ConfirmOutcome.CONFIRMED;
  }

  @Override
  public ConfirmOutcome revertCredential(GroupRequest request) {
    arrived(request.step());
    return ConfirmOutcome.REVERTED;
  }

  @Override
  public void useNewLoginKey(KeyRequest request) {
    arrived(request.step());
  }

  @Override
  public boolean useOldLoginKey(KeyRequest request) {
    arrived(request.step());
    return oldKeyWorks;
  }

  @Override
  public void endRotation(EndRequest request) {
    arrived(request.step());
  }

  private void arrived(Step step) {
    steps.add(step.key());
    FailureType type = failures.get(step.key());
    if (type != null) {
      throw ApplicationFailure.newNonRetryableFailure(step.key() + " failed", type.name());
    }
  }
}
