package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.diagnosis.DiagnoseServer;
import dev.holdfast.schemas.diagnosis.Diagnosis;
import dev.holdfast.schemas.diagnosis.DiagnosisActivities;
import dev.holdfast.schemas.diagnosis.DiagnosisRequest;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DiagnoseServerWorkflowTest {
  private static final Diagnosis FOUND =
      new Diagnosis(
          "web-1",
          Instant.parse("2026-01-01T10:00:00Z"),
          List.of(
              Finding.ok("network/dns", "web-1 is an address"),
              Finding.problem("network/tcp", "it refuses", "start sshd").withDetail("a\nb")),
          1234);

  @Test
  void shouldAnswerWithWhatWasFound() {
    assertThat(diagnosed(_ -> FOUND)).isEqualTo(FOUND);
  }

  @Test
  void shouldHaveAnotherWorkerLookWhenTheFirstIsLost() {
    assertThat(
            diagnosed(delivery -> {
              if (delivery == 1) {
                throw new IllegalStateException("the worker is stopped");
              }
              return FOUND;
            }))
        .isEqualTo(FOUND);
  }

  @Test
  void shouldNotTryForEverWhileSomebodyWaits() {
    AtomicInteger deliveries = new AtomicInteger();

    assertThatThrownBy(() ->
            diagnosed(delivery -> {
              deliveries.set(delivery);
              throw ApplicationFailure.newFailure("no way", "UNREACHABLE");
            }))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(deliveries).hasValue(2);
  }

  private static Diagnosis diagnosed(IntFunction<Diagnosis> byDelivery) {
    AtomicInteger deliveries = new AtomicInteger();
    DiagnosisActivities activities = _ -> byDelivery.apply(deliveries.incrementAndGet());
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance()) {
      environment
          .newWorker(TaskQueues.WORKFLOWS)
          .registerWorkflowImplementationTypes(WorkflowTypes.all().toArray(Class<?>[]::new));
      environment.newWorker(TaskQueues.SSH).registerActivitiesImplementations(activities);
      environment.start();
      return environment
          .getWorkflowClient()
          .newWorkflowStub(
              DiagnoseServer.class,
              WorkflowOptions.newBuilder()
                  .setWorkflowId(DiagnoseServer.workflowId("web-1"))
                  .setTaskQueue(TaskQueues.WORKFLOWS)
                  .build())
          .diagnose(new DiagnosisRequest("web-1", null));
    }
  }
}
