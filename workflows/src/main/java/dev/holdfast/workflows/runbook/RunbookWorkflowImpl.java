package dev.holdfast.workflows.runbook;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.schemas.operation.Steering.Decision;
import dev.holdfast.schemas.runbook.Runbook;
import dev.holdfast.schemas.runbook.RunbookDefinition;
import dev.holdfast.schemas.runbook.RunbookInput;
import dev.holdfast.schemas.runbook.RunbookStep;
import dev.holdfast.workflows.engine.SubjectRun;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Interprets a runbook: the operation is the user's. */
public final class RunbookWorkflowImpl implements Runbook {
  private final OperationRequest<RunbookInput> request;
  private final SubjectRun subject;
  private final RunbookDetails progress;
  private final RunbookOperations steps;
  private Progress servers = Progress.of(Map.of());

  @WorkflowInit
  public RunbookWorkflowImpl(OperationRequest<RunbookInput> request) {
    this.request = request;
    this.subject = new SubjectRun(request.id());
    this.progress = new RunbookDetails();
    this.steps = new RunbookOperations(request, progress, subject::proceed);
  }

  @Override
  public OperationResult run(OperationRequest<RunbookInput> request) {
    subject.run(this::interpret, this::settle);
    return new OperationResult(OperationState.SUCCEEDED, null, steps.changes(), servers);
  }

  private @Nullable Void interpret() {
    RunbookDefinition definition = read();
    steps.given(
        definition.withDefaults(request.input().inputs()),
        new RunbookReview(request, subject, progress).approved(steps));
    int number = 0;
    for (RunbookStep step : definition.steps()) {
      subject.proceed();
      number++;
      switch (step) {
        case RunbookStep.Run run -> steps.run(run);
        case RunbookStep.Parallel(List<RunbookStep.Run> together) -> atOnce(together);
        case RunbookStep.Approval(String question) -> approval(number, question);
      }
    }
    return null;
  }

  /** All of them are ended, also when one of them fails: none is left running by itself. */
  private void atOnce(List<RunbookStep.Run> together) {
    List<Promise<Void>> running =
        together.stream().map(step -> Async.procedure(() -> steps.run(step))).toList();
    List<RuntimeException> failures = new ArrayList<>();
    for (Promise<Void> one : running) {
      try {
        one.get();
      } catch (TemporalFailure e) {
        failures.add(e);
      }
    }
    // Whoever cancels wants to read that it was cancelled, whatever failed besides.
    failures.stream()
        .filter(SubjectRun::isCancelled)
        .findFirst()
        .or(() -> failures.stream().findFirst())
        .ifPresent(failure -> {
          throw failure;
        });
  }

  /**
   * One that was started by a version that took what this one refuses fails, and blocks nothing.
   */
  private RunbookDefinition read() {
    try {
      return request.input().read();
    } catch (IllegalArgumentException e) {
      throw SubjectRun.failed("this version cannot run it: " + e.getMessage());
    }
  }

  private void approval(int number, String question) {
    if (request.dryRun() || request.approved()) {
      return;
    }
    steps.ask(number, question);
    progress.now("Waits for somebody to agree: " + question);
    // What is agreed to is this question of this run, and no other.
    byte[] asked =
        (request.id() + '\0' + number + '\0' + question).getBytes(StandardCharsets.UTF_8);
    Decision _ = subject.approved(UUID.nameUUIDFromBytes(asked).toString().replace("-", ""));
    progress.done("Agreed: " + question);
  }

  private void settle(OperationState state, @Nullable String why) {
    servers = steps.settle();
    progress.now(why == null ? "Done" : why);
    Workflow.setCurrentDetails(progress.text());
  }
}
