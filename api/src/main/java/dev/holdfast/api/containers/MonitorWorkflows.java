package dev.holdfast.api.containers;

import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.schemas.containers.monitor.ContainerMonitor;
import dev.holdfast.schemas.containers.monitor.ContainerMonitor.Watch;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.server.Server;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Starts the workflows that watch containers; starting one twice is starting it once. */
@Component
final class MonitorWorkflows {
  private final WorkflowClient client;

  MonitorWorkflows(TemporalConnection temporal) {
    this.client = temporal.client();
  }

  /**
   * Tells the workflow of a server that what is wanted has changed; starts it if there is none.
   *
   * @throws RuntimeException if Temporal cannot be reached or refuses
   */
  void tell(Server server) {
    ContainerMonitor monitor = stub(server);
    BatchRequest batch = client.newSignalWithStartRequest();
    batch.add(monitor::run, watch(server));
    batch.add(monitor::changed);
    client.signalWithStart(batch);
  }

  /** Starts the workflow of a server, unless it runs. */
  void start(Server server) {
    var _ = WorkflowClient.start(stub(server)::run, watch(server));
  }

  private static Watch watch(Server server) {
    return new Watch(
        Objects.requireNonNull(server.id()), server.name(), TaskQueues.watch(server.region()), 0);
  }

  private ContainerMonitor stub(Server server) {
    return client.newWorkflowStub(
        ContainerMonitor.class,
        WorkflowOptions.newBuilder()
            .setWorkflowId(ContainerMonitor.workflowId(Objects.requireNonNull(server.id())))
            .setTaskQueue(TaskQueues.WORKFLOWS)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .setStaticSummary("Watching the containers of " + server.name())
            .build());
  }
}
