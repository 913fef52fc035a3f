package dev.holdfast.workflows;

import dev.holdfast.schemas.exec.Exec;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.operation.FleetSteering;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The operation {@code exec} on a fleet, as tests of its engine start, steer and await it. */
final class ExecFleet {
  private ExecFleet() {}

  static ExecInput uptime(boolean readOnly) {
    return new ExecInput(
        List.of("uptime"), null, null, null, false, null, Map.of(), null, 300, readOnly, 1, null);
  }

  static WorkflowStub start(Platform platform, OperationRequest<ExecInput> request) {
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

  static FleetSteering steering(Platform platform) {
    return platform.client.newWorkflowStub(FleetSteering.class, Platform.ID);
  }

  /** Waits for its end; on how many servers it has succeeded. */
  static int succeeded(WorkflowStub operation) {
    return operation.getResult(OperationResult.class).progress().succeeded();
  }

  static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
