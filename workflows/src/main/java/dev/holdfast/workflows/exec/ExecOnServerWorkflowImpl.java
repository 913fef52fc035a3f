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
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

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
    return run.changing(this::runUntilItSucceeds);
  }

  /** Again only as often as somebody asked for: whether that does harm is for people to say. */
  private ServerRun.Done runUntilItSucceeds(Steps steps) {
    int attempt = 1;
    ExecOutcome outcome = runOnce(steps, attempt);
    while (input.again(attempt, outcome)) {
      Duration delay = Objects.requireNonNull(input.retry()).delay();
      attempt++;
      String why = outcome.next(attempt, input.attempts(), now().plus(delay));
      steps.now(why);
      run.waits(why);
      Workflow.sleep(delay);
      run.waits(null);
      outcome = runOnce(steps, attempt);
    }
    return new ServerRun.Done(0, 0, outcome.error(), outcome.facts(attempt, attempt));
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private ExecOutcome runOnce(Steps steps, int attempt) {
    return steps.run(
        ExecActivities.class,
        "run",
        attempt,
        input.summary(SUMMARY),
        StepLimits.running(Duration.ofSeconds(input.timeoutSeconds())),
        (activities, step) -> activities.runOnce(new RunRequest(step, input)));
  }
}
