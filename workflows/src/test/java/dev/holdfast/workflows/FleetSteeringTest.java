package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.exec.Exec;
import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.operation.FleetSteering;
import dev.holdfast.schemas.operation.FleetSteering.ConcurrencyChange;
import dev.holdfast.schemas.operation.FleetSteering.Skip;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Share;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FleetSteeringTest {

  @Test
  void shouldFinishEachWaveBeforeTheNext() {
    try (Platform platform = new Platform(servers(8))) {
      WorkflowStub operation = start(platform, request(false, 4, 0, "1", "25%", "100%"));

      OperationResult result = operation.getResult(OperationResult.class);

      assertThat(result.progress().succeeded()).isEqualTo(8);
      assertThat(platform.commands.ran.subList(0, 2)).containsExactly("web-000", "web-001");
      assertThat(platform.records.paces)
          .containsExactly(new Pace(4, 1, 3), new Pace(4, 2, 3), new Pace(4, 3, 3));
    }
  }

  @Test
  void shouldStartNoFurtherWaveWhenTooManyServersFailed() {
    try (Platform platform = new Platform(servers(8))) {
      platform.commands.outcomes.put("web-000", ExecOutcome.ended(3, false, 300, 0, 0));
      WorkflowStub operation = start(platform, request(false, 4, 0, "1", "25%", "100%"));

      assertThatThrownBy(() -> operation.getResult(OperationResult.class))
          .isInstanceOf(WorkflowFailedException.class)
          .rootCause()
          .hasMessageContaining("web-000 (exit code 3)");
      assertThat(platform.commands.ran).containsExactly("web-000");
      assertThat(platform.records.paces).containsExactly(new Pace(4, 1, 3));
      assertThat(platform.records.serverState("web-001")).isEqualTo(ServerState.SKIPPED);
    }
  }

  @Test
  void shouldReadEachWaveInBatchesOfItsOwn() {
    try (Platform platform = new Platform(servers(120))) {
      WorkflowStub operation = start(platform, request(true, 50, 0, "1", "25%", "100%"));

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(120);
      assertThat(platform.commands.batches)
          .extracting(BatchRequest::servers)
          .extracting(List::size)
          .containsExactly(1, 29, 50, 40);
    }
  }

  @Test
  void shouldSkipAndSpeedUpWhileItRuns() throws Exception {
    try (Platform platform = new Platform(servers(5))) {
      platform.commands.hang = true;
      WorkflowStub operation = start(platform, request(false, 1, 0));
      platform.commands.running.await();
      FleetSteering steering = steering(platform);

      steering.skip(new Skip("web-002", "ann", "being replaced"));
      steering.skip(new Skip("web-002", "ann", "being replaced"));
      assertThatThrownBy(() -> steering.skip(new Skip("web-000", "ann", null)))
          .isInstanceOf(WorkflowUpdateException.class)
          .cause()
          .hasMessageContaining("web-000 cannot be skipped, it is running");
      assertThatThrownBy(() -> steering.concurrency(new ConcurrencyChange(0, "ann")))
          .isInstanceOf(WorkflowUpdateException.class);
      steering.concurrency(new ConcurrencyChange(3, "ann"));
      while (platform.commands.ran.size() < 3) {
        Thread.onSpinWait();
      }
      platform.commands.hang = false;

      OperationResult result = operation.getResult(OperationResult.class);
      assertThat(result.progress().succeeded()).isEqualTo(4);
      assertThat(result.progress().skipped()).isEqualTo(1);
      assertThat(platform.commands.ran)
          .containsExactlyInAnyOrder("web-000", "web-001", "web-003", "web-004");
      assertThat(platform.records.serverState("web-002")).isEqualTo(ServerState.SKIPPED);
      assertThat(platform.records.errors("web-002")).containsOnly("skipped by ann: being replaced");
      assertThat(platform.records.paces).containsExactly(new Pace(3, 1, 1));
    }
  }

  @Test
  void shouldRefuseAnotherConcurrencyWhereServersAreReadInBatches() throws Exception {
    try (Platform platform = new Platform(servers(2))) {
      platform.commands.hangBatches = true;
      WorkflowStub operation = start(platform, request(true, 4, 0));
      platform.commands.running.await();

      assertThatThrownBy(() -> steering(platform).concurrency(new ConcurrencyChange(3, "ann")))
          .isInstanceOf(WorkflowUpdateException.class)
          .cause()
          .hasMessageContaining("reads its servers in batches");
      platform.commands.hangBatches = false;
      operation.getResult(OperationResult.class);
      assertThat(platform.records.paces).isEmpty();
    }
  }

  private static FleetSteering steering(Platform platform) {
    return platform.client.newWorkflowStub(FleetSteering.class, Platform.ID);
  }

  private static String[] servers(int count) {
    return IntStream.range(0, count).mapToObj("web-%03d"::formatted).toArray(String[]::new);
  }

  private static OperationRequest<ExecInput> request(
      boolean readOnly, int concurrency, int maxFailures, String... waves) {
    ExecInput input = ExecFleet.uptime(readOnly);
    return new OperationRequest<>(
        Platform.ID,
        "exec",
        "alice",
        input,
        false,
        false,
        Priority.NORMAL,
        concurrency,
        maxFailures,
        waves.length == 0 ? null : Stream.of(waves).map(Share::of).toList());
  }

  private static WorkflowStub start(Platform platform, OperationRequest<ExecInput> request) {
    Exec exec =
        platform.client.newWorkflowStub(
            Exec.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(request.id())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    WorkflowClient.start(exec::run, request);
    return WorkflowStub.fromTyped(exec);
  }
}
