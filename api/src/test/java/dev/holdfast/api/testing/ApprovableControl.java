package dev.holdfast.api.testing;

import dev.holdfast.schemas.containers.control.ContainerControl;
import dev.holdfast.schemas.containers.control.ContainerControlInput;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.OperationActivities;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Steering;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The smallest operation without a plan: it waits for approval where its request says so. */
public final class ApprovableControl implements ContainerControl, Steering {
  private final OperationActivities activities =
      Workflow.newActivityStub(
          OperationActivities.class,
          ActivityOptions.newBuilder().setScheduleToCloseTimeout(Duration.ofSeconds(30)).build());
  private @Nullable String awaited;
  private @Nullable Decision decision;
  private boolean rejected;

  @Override
  public OperationResult run(OperationRequest<ContainerControlInput> request) {
    FleetConditions conditions = request.conditions();
    awaited = conditions == null ? null : conditions.approval();
    if (awaited != null) {
      record(request, OperationState.AWAITING_APPROVAL);
      Workflow.await(() -> decision != null);
    }
    OperationState end = rejected ? OperationState.CANCELLED : OperationState.SUCCEEDED;
    record(request, end);
    return new OperationResult(end, awaited, 0, Progress.of(Map.of(ServerState.SUCCEEDED, 1)));
  }

  private void record(OperationRequest<ContainerControlInput> request, OperationState state) {
    activities.recordOperation(new OperationUpdate(request.id(), state, awaited, null));
  }

  @Override
  public void approve(Decision made) {
    decision = made;
  }

  @Override
  public void validateApprove(Decision made) {
    if (!Objects.equals(made.planHash(), awaited)) {
      throw new IllegalStateException("decide on " + awaited);
    }
  }

  @Override
  public void reject(Decision made) {
    rejected = true;
    decision = made;
  }

  @Override
  public void validateReject(Decision made) {
    validateApprove(made);
  }

  @Override
  public void pause(String by) {}

  @Override
  public void resume(String by) {}

  @Override
  public void validateResume(String by) {}
}
