package dev.holdfast.workflows.service;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.PlanRequest;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.service.ServiceInput;
import dev.holdfast.schemas.service.ServiceRestartOnServer;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.ServerRun.Done;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import dev.holdfast.workflows.engine.Timers;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Restarts or reloads a unit of one server, under its lease, and checks that it stays up. Its last
 * log lines are in the operation's log where it does not.
 */
public final class ServiceRestartOnServerWorkflowImpl implements ServiceRestartOnServer {
  private static final String NOT_RUNNING = "not running";
  private static final String VERIFY = "verify";
  private static final Duration SETTLES = Duration.ofSeconds(2);

  private final ServerRequest<ServiceInput> request;
  private final ServiceInput input;
  private final ServerRun<ServiceInput> run;

  @WorkflowInit
  public ServiceRestartOnServerWorkflowImpl(ServerRequest<ServiceInput> request) {
    this.request = request;
    input = request.operation().input();
    run = new ServerRun<>(request);
  }

  @Override
  public ServerResult run(ServerRequest<ServiceInput> request) {
    return run.changing(this::restart);
  }

  private Done restart(Steps steps) {
    ExecOutcome outcome = steps.command(input.action().word(), 1, ServiceCommands.of(input));
    if (outcome.interrupted()) {
      return new Done(0, 0, outcome.error(), null, true)
          .from(FailureOrigin.ofUnit(input.unit(), null));
    }
    String error = outcome.error();
    boolean up = error == null;
    if (error == null) {
      Timers.sleep(SETTLES, "Until " + input.unit() + " has settled");
      error = problem(steps);
    }
    if (error == null) {
      return new Done(1, 0, null, null);
    }
    steps.command("log", 1, ServiceCommands.log(input));
    return new Done(
            0,
            0,
            "%s of %s: %s; its last log lines are in the log of this operation"
                .formatted(input.action().word(), input.unit(), error),
            null)
        .from(
            FailureOrigin.ofUnit(input.unit(), up ? NOT_RUNNING : null)
                .in(up ? VERIFY : input.action().word()));
  }

  /** Why the unit is not as it has to be afterwards; null where it runs. */
  private @Nullable String problem(Steps steps) {
    PlanSummary left =
        steps.run(
            ChangeActivities.class,
            VERIFY,
            1,
            "Verify that " + input.unit() + " runs",
            StepLimits.READ,
            (changes, step) ->
                changes.plan(new PlanRequest(step, request.operation().type(), input)));
    // It only looks.
    steps.leftNothing();
    if (!left.refusals().isEmpty()) {
      return String.join("; ", left.refusals());
    }
    return left.changes() == 0 ? null : "it does not run afterwards";
  }
}
