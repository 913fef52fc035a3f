package dev.holdfast.workflows.exec;

import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecActivities.RunRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOnServer;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;

/** Runs a command on one server, under its lease. */
public final class ExecOnServerWorkflowImpl implements ExecOnServer {
  private static final int SUMMARY = 80;

  private final ExecInput input;
  private final ServerRun<ExecInput> run;

  @WorkflowInit
  public ExecOnServerWorkflowImpl(ServerRequest<ExecInput> request) {
    input = request.operation().input();
    run = new ServerRun<>(request);
  }

  @Override
  public ServerResult run(ServerRequest<ExecInput> request) {
    return run.changing(this::runOnce);
  }

  /** Only one generation: whether a command that failed may be run again is for people to say. */
  private ServerRun.Done runOnce(Steps steps) {
    ExecOutcome outcome =
        steps.run(
            ExecActivities.class,
            "run",
            1,
            input.summary(SUMMARY),
            StepLimits.running(Duration.ofSeconds(input.timeoutSeconds())),
            (activities, step) -> activities.runOnce(new RunRequest(step, input)));
    return new ServerRun.Done(0, 0, outcome.error(), outcome.facts());
  }
}
