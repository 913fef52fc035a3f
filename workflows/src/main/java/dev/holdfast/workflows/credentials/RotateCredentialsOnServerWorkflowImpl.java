package dev.holdfast.workflows.credentials;

import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.credentials.RotateCredentialsInput;
import dev.holdfast.schemas.credentials.RotateCredentialsOnServer;
import dev.holdfast.schemas.credentials.RotationActivities;
import dev.holdfast.schemas.credentials.RotationActivities.EndRequest;
import dev.holdfast.schemas.credentials.RotationActivities.MakeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.workflows.engine.ChangeFailed;
import dev.holdfast.workflows.engine.ServerChange;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Gives one server new credentials, under its lease. */
public final class RotateCredentialsOnServerWorkflowImpl implements RotateCredentialsOnServer {
  private final ServerChange<RotateCredentialsInput> change;

  @WorkflowInit
  public RotateCredentialsOnServerWorkflowImpl(
      ServerChangeRequest<RotateCredentialsInput> request) {
    change = new ServerChange<>(request, RotateCredentialsOnServerWorkflowImpl::rotate);
  }

  @Override
  public ServerResult run(ServerChangeRequest<RotateCredentialsInput> request) {
    return change.run();
  }

  private static void rotate(Steps steps, PlanSummary approved) {
    try {
      PlanSummary made =
          steps.run(
              RotationActivities.class,
              "make",
              1,
              "Make the new credentials and keep them",
              StepLimits.READ,
              (activities, step) ->
                  activities.makeCredentials(new MakeRequest(step, approved.hash())));
      Rotation rotation = new Rotation(steps, made);
      rotation.sudoPassword();
      rotation.loginKey();
      rotation.hostKeys();
    } catch (TemporalFailure failure) {
      Workflow.newDetachedCancellationScope(() -> endAfterFailure(steps)).run();
      throw failure;
    }
    Workflow.newDetachedCancellationScope(() -> end(steps)).run();
  }

  private static void end(Steps steps) {
    Step _ =
        steps.run(
            RotationActivities.class,
            "end",
            1,
            "Forget what is not used any more",
            StepLimits.CLOSE,
            (activities, step) -> {
              activities.endRotation(new EndRequest(step));
              return step;
            });
  }

  /** What cannot be ended is kept: whichever of the two the server takes, the platform has it. */
  private static void endAfterFailure(Steps steps) {
    try {
      end(steps);
    } catch (ActivityFailure e) {
      Workflow.getLogger(RotateCredentialsOnServerWorkflowImpl.class)
          .warn("The rotation could not be ended: {}", ChangeFailed.words(e));
    }
  }
}
