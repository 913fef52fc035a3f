package dev.holdfast.activities.step;

import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.platform.operation.StepRecords;
import dev.holdfast.schemas.step.StepResult;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Around every activity: a heartbeat, and for a step of an operation its record. */
public final class StepInterceptor extends WorkerInterceptorBase {
  private final RecordedSteps steps;
  private final Heartbeats heartbeats;

  /**
   * @param worker how this worker is called in the record of a step
   */
  public StepInterceptor(
      StepRecords steps,
      Heartbeats heartbeats,
      StepContexts contexts,
      Reachability reachability,
      String worker) {
    this.steps = new RecordedSteps(steps, contexts, reachability, worker);
    this.heartbeats = heartbeats;
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
            ? recorded(scoped, now.getInfo().getAttempt(), input)
            : super.execute(input);
      }
    }

    private ActivityOutput recorded(StepScoped scoped, int delivery, ActivityInput input) {
      return steps
          .run(scoped.step(), delivery, scoped, () -> new Made(super.execute(input)))
          .output();
    }
  }

  /** What an activity gave back, as the step sees it. */
  private record Made(ActivityInboundCallsInterceptor.ActivityOutput output) implements StepResult {
    @Override
    public @Nullable String error() {
      return output.getResult() instanceof StepResult result ? result.error() : null;
    }
  }
}
