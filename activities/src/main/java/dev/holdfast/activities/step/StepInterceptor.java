package dev.holdfast.activities.step;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.platform.operation.Steps;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepResult;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Around every activity: a heartbeat, the log context, and for a step of an operation its record,
 * the command policy, and for whom commands are audited.
 */
public final class StepInterceptor extends WorkerInterceptorBase {
  private final Steps steps;
  private final Heartbeats heartbeats;
  private final StepContexts contexts;
  private final Reachability reachability;
  private final String worker;

  /**
   * @param worker how this worker is called in the record of a step
   */
  public StepInterceptor(
      Steps steps,
      Heartbeats heartbeats,
      StepContexts contexts,
      Reachability reachability,
      String worker) {
    this.steps = steps;
    this.heartbeats = heartbeats;
    this.contexts = contexts;
    this.reachability = reachability;
    this.worker = worker;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Recording(next);
  }

  private final class Recording extends ActivityInboundCallsInterceptorBase {
    private @Nullable ActivityExecutionContext context;

    Recording(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      this.context = context;
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      ActivityExecutionContext now = Objects.requireNonNull(context);
      try (Heartbeats.Beating beating = heartbeats.of(now)) {
        return input.getArguments().length > 0
                && input.getArguments()[0] instanceof StepScoped scoped
            ? recorded(scoped.step(), now.getInfo(), input)
            : super.execute(input);
      }
    }

    private ActivityOutput recorded(Step step, ActivityInfo info, ActivityInput input) {
      Redactor redactor = contexts.redactor(step);
      try (var operation = MDC.putCloseable("operation", step.operation());
          var server = MDC.putCloseable("server", step.server());
          var key = MDC.putCloseable("step", step.key())) {
        steps.recordStepStarted(masked(step, redactor), info.getAttempt(), worker);
        ActivityOutput output = inContext(step, input);
        steps.recordStepSucceeded(step);
        reachability.reached(step);
        return output;
      } catch (ActivityCompletionException stopped) {
        steps.recordStepFailed(
            step, contexts.redactor(step).redact("stopped: " + stopped.getMessage()));
        throw stopped;
      } catch (RuntimeException e) {
        RuntimeException failure = reachability.failed(step, e);
        // Anew: the step may have used a secret that was not used there before.
        steps.recordStepFailed(step, contexts.redactor(step).redact(Failures.words(failure)));
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

    private ActivityOutput inContext(Step step, ActivityInput input) {
      try (CommandContext.Scope scope = contexts.open(step, input.getArguments()[0])) {
        try {
          ActivityOutput output = super.execute(input);
          if (output.getResult() instanceof StepResult result && result.error() != null) {
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
}
