package dev.holdfast.activities.step;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.platform.operation.StepRecords;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepResult;
import io.temporal.client.ActivityCompletionException;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * Around every step of an operation: its record, the log context, the command policy, and for whom
 * commands are audited. Thread-safe.
 */
public final class RecordedSteps {
  private final StepRecords steps;
  private final StepContexts contexts;
  private final Reachability reachability;
  private final String worker;

  /**
   * @param worker how this worker is called in the record of a step
   */
  public RecordedSteps(
      StepRecords steps, StepContexts contexts, Reachability reachability, String worker) {
    this.steps = steps;
    this.contexts = contexts;
    this.reachability = reachability;
    this.worker = worker;
  }

  /**
   * Runs a step on this thread.
   *
   * @param delivery how often it has been delivered, from 1
   * @param request what it was asked to do
   */
  public <T> T run(Step step, int delivery, Object request, Supplier<T> work) {
    Redactor redactor = contexts.redactor(step);
    try (var operation = MDC.putCloseable("operation", step.operation());
        var server = MDC.putCloseable("server", step.server());
        var key = MDC.putCloseable("step", step.key())) {
      steps.recordStepStarted(masked(step, redactor), delivery, worker);
      T output = inContext(step, request, work);
      steps.recordStepSucceeded(step);
      reachability.reached(step);
      return output;
    } catch (ActivityCompletionException stopped) {
      steps.recordStepFailed(step, "stopped: " + FailureWords.of(stopped), Failures.read(stopped));
      throw stopped;
    } catch (RuntimeException e) {
      RuntimeException failure = reachability.failed(step, e);
      // Anew: the step may have used a secret that was not used there before.
      Redactor mask = contexts.redactor(step);
      steps.recordStepFailed(
          step,
          mask.redact(Failures.words(failure)),
          Failures.read(failure).in(step.key()).masked(mask::redact));
      throw failure;
    }
  }

  /** The summary of a command is what a person typed. */
  private static Step masked(Step step, Redactor redactor) {
    return new Step(
        step.operation(),
        step.server(),
        step.key(),
        step.generation(),
        step.fencingToken(),
        redactor.redact(step.summary()));
  }

  private <T> T inContext(Step step, Object request, Supplier<T> work) {
    try (CommandContext.Scope scope = contexts.open(step, request)) {
      try {
        T output = work.get();
        if (output instanceof StepResult result && result.error() != null) {
          scope.failed(result.error());
        }
        return output;
      } catch (RuntimeException e) {
        scope.failed(Failures.words(e));
        throw e;
      }
    }
  }
}
