package dev.holdfast.api.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.ApprovableLockdown;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ExplainTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  /** Has a step for a region in which there is no worker. */
  @WorkflowInterface
  public interface Unserved {
    @WorkflowMethod(name = "unserved")
    void run();
  }

  public static final class UnservedImpl implements Unserved {
    @Override
    public void run() {
      Workflow.newUntypedActivityStub(
              ActivityOptions.newBuilder()
                  .setTaskQueue(TaskQueues.ssh("eu-west"))
                  .setSummary("Compare far-1")
                  .setScheduleToCloseTimeout(Duration.ofMinutes(5))
                  .build())
          .execute(
              "Plan", Void.class, Map.of("step", new Step("op-x", "far-1", "plan", 1, 0, "x")));
    }
  }

  @Test
  void shouldNameThePlanThatNobodyHasApprovedAndTheCommand() {
    OWNER.post("/api/v1/servers", Fixtures.server("explain-1"));
    String id =
        OWNER
            .post("/api/v1/operations", Map.of("type", "lockdown", "selector", "explain-1"))
            .text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");

    JsonNode explained = OWNER.get("/api/v1/operations/" + id + "/explain").json();

    String hash = ApprovableLockdown.planHash();
    JsonNode reason = explained.path("reasons").path(0);
    assertThat(reason.path("waitingFor").asString())
        .isEqualTo("somebody to approve the plan " + hash);
    assertThat(reason.path("since").asString()).endsWith("Z");
    assertThat(reason.path("remedy").asString())
        .contains("./holdfast approvals approve " + id + " --plan " + hash);

    OWNER.post("/api/v1/operations/" + id + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
    assertThat(OWNER.get("/api/v1/operations/" + id + "/explain").json().path("reasons")).isEmpty();
  }

  @Test
  void shouldRefuseToExplainWhatIsNotThere() {
    assertThat(OWNER.get("/api/v1/operations/op-none/explain").status()).isEqualTo(404);
  }

  @Test
  void shouldFindServerSummaryAndQueueOfAStepThatNobodyTakes() {
    TemporalConnection temporal = PLATFORM.temporal();
    WorkerFactory workers = WorkerFactory.newInstance(temporal.client());
    workers.newWorker("explain-test").registerWorkflowImplementationTypes(UnservedImpl.class);
    workers.start();
    Unserved unserved =
        temporal
            .client()
            .newWorkflowStub(
                Unserved.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId("unserved")
                    .setTaskQueue("explain-test")
                    .build());
    WorkflowClient.start(unserved::run);
    try {
      PendingStep step = pending(PLATFORM.part(Workflows.class));

      assertThat(step.server()).isEqualTo("far-1");
      assertThat(step.summary()).isEqualTo("Compare far-1");
      assertThat(step.queue()).isEqualTo("ssh.eu-west");
      assertThat(step.takenAt()).isNull();
      assertThat(new StepReasons(_ -> false, Clock.systemUTC()).of(step).remedy())
          .isEqualTo("start one there with ./holdfast worker --region eu-west");
    } finally {
      WorkflowStub.fromTyped(unserved).terminate("the test is over");
      workers.shutdownNow();
    }
  }

  private static PendingStep pending(Workflows workflows) {
    for (int look = 0; look < 500; look++) {
      var found = workflows.find("unserved");
      if (found.isPresent() && !found.get().steps().isEmpty()) {
        return found.get().steps().getFirst();
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("the step was not scheduled");
  }
}
