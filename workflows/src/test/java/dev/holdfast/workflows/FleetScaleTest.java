package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.exec.Exec;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One operation over many servers, with a workflow and a lease for each. More than these, on the
 * real Temporal, is {@code FleetScaleIT} in the tests of {@code e2e}.
 */
final class FleetScaleTest {
  private static final int SERVERS = 500;
  private static final int AT_A_TIME = 50;

  /** More of them do not go into one run. */
  private static final int SERVERS_IN_A_RUN = 1_000;

  /** Of Temporal's 51,200 events a run a tenth is not reached. */
  private static final long MOST_EVENTS = 4_096;

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void shouldWorkOnEachServerOnceInRunsThatStaySmall() {
    String[] servers =
        IntStream.range(0, SERVERS).mapToObj("web-%05d"::formatted).toArray(String[]::new);
    try (Platform platform = new Platform(servers)) {
      Exec exec =
          platform.client.newWorkflowStub(
              Exec.class,
              WorkflowOptions.newBuilder()
                  .setWorkflowId(Platform.ID)
                  .setTaskQueue(TaskQueues.WORKFLOWS)
                  .build());
      WorkflowClient.start(exec::run, request());

      OperationResult result = WorkflowStub.fromTyped(exec).getResult(OperationResult.class);

      assertThat(result.progress().succeeded()).isEqualTo(SERVERS);
      assertThat(platform.commands.ran).hasSize(SERVERS).doesNotHaveDuplicates();
      assertThat(platform.records.runs)
          .hasSizeGreaterThan(SERVERS / SERVERS_IN_A_RUN)
          .allMatch(run -> events(platform, run) < MOST_EVENTS);
    }
  }

  private static long events(Platform platform, String run) {
    return platform.client.fetchHistory(Platform.ID, run).getLastEvent().getEventId();
  }

  private static OperationRequest<ExecInput> request() {
    ExecInput input =
        new ExecInput(
            List.of("uptime"), null, null, null, false, null, Map.of(), null, 300, false, 1, null);
    return new OperationRequest<>(
        Platform.ID, "exec", "alice", input, false, false, Priority.NORMAL, AT_A_TIME, 0);
  }
}
