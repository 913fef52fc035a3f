package dev.holdfast.workflows.exec;

import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecInput.Part;
import dev.holdfast.schemas.exec.ExecOnServer;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.exec.ExecResults;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.Steps;
import dev.holdfast.workflows.engine.Timers;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Runs a command on one server, under its lease. */
public final class ExecOnServerWorkflowImpl implements ExecOnServer {
  private final ExecInput input;
  private final ServerRun<ExecInput> run;

  @WorkflowInit
  public ExecOnServerWorkflowImpl(ServerRequest<ExecInput> request) {
    input = request.operation().input();
    run = new ServerRun<>(request);
  }

  @Override
  public ServerResult run(ServerRequest<ExecInput> request) {
    return run.changing(this::runAll);
  }

  private ServerRun.Done runAll(Steps steps) {
    ExecResults results = new ExecResults(input.parts());
    run.soFar(results::facts, results::error);
    String last = null;
    for (Part part : input.parts()) {
      last = part.key();
      if (!runUntilItSucceeds(steps, part, results)) {
        break;
      }
    }
    Part afterFailure = input.afterFailure();
    if (afterFailure != null && results.failed()) {
      runAfterFailure(steps, afterFailure, results);
    }
    return new ServerRun.Done(0, 0, results.error(), results.facts(), results.interrupted())
        .from(FailureOrigin.ofStep(last));
  }

  /** What comes of it changes nothing: the command has failed. */
  private void runAfterFailure(Steps steps, Part part, ExecResults results) {
    try {
      results.afterFailure(steps.command(part.key(), 1, part.input()), steps.generation(1));
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure) {
        throw failure;
      }
      results.afterFailure(FailureWords.of(failure));
    }
  }

  /** Again only as often as somebody asked for: whether that does harm is for people to say. */
  private boolean runUntilItSucceeds(Steps steps, Part part, ExecResults results) {
    int attempt = 1;
    ExecOutcome outcome = steps.command(part.key(), attempt, part.input());
    while (input.again(attempt, outcome)) {
      Duration delay = Objects.requireNonNull(input.retry()).delay();
      attempt++;
      String why = outcome.next(attempt, input.attempts(), now().plus(delay));
      steps.now(why);
      run.waits(why);
      Timers.sleep(delay, "Before attempt " + attempt);
      run.waits(null);
      outcome = steps.command(part.key(), attempt, part.input());
    }
    return results.add(outcome, attempt, steps.generation(attempt));
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
