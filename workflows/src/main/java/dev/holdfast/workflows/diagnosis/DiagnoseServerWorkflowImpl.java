package dev.holdfast.workflows.diagnosis;

import dev.holdfast.schemas.diagnosis.DiagnoseServer;
import dev.holdfast.schemas.diagnosis.Diagnosis;
import dev.holdfast.schemas.diagnosis.DiagnosisActivities;
import dev.holdfast.schemas.diagnosis.DiagnosisRequest;
import dev.holdfast.workflows.engine.StepLimits;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Looks a server over in one activity, because each check builds on what others found. */
public final class DiagnoseServerWorkflowImpl implements DiagnoseServer {
  /** Somebody waits for the answer: a worker that dies has a second one take over, no third. */
  private static final ActivityOptions LOOK =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofSeconds(35))
          .setScheduleToCloseTimeout(Duration.ofSeconds(48))
          .setHeartbeatTimeout(Duration.ofSeconds(12))
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofMillis(100))
                  .setMaximumAttempts(2)
                  .build())
          .build();

  @Override
  public Diagnosis diagnose(DiagnosisRequest request) {
    String summary =
        Boolean.TRUE.equals(request.loginOnly())
            ? "Try the login of " + request.server()
            : "Look " + request.server() + " over";
    return Workflow.newActivityStub(
            DiagnosisActivities.class,
            ActivityOptions.newBuilder(LOOK)
                .setTaskQueue(StepLimits.queue(request.queue()))
                .setSummary(summary)
                .build())
        .diagnose(request);
  }
}
