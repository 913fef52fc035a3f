package dev.holdfast.api.explain;

import dev.holdfast.platform.server.Machines;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.schemas.lease.ServerLease;
import dev.holdfast.schemas.lease.ServerLease.LeaseState;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who holds the leases of servers. */
@Component
final class Leases {
  private final WorkflowClient client;
  private final Machines machines;

  Leases(TemporalConnection temporal, Machines machines) {
    this.client = temporal.client();
    this.machines = machines;
  }

  /** Who holds a server's lease and who waits; empty where nobody does, or no worker answers. */
  Optional<LeaseState> find(String server) {
    try {
      return Optional.of(client.newWorkflowStub(ServerLease.class, workflowId(server)).lease());
    } catch (WorkflowException | StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  /** The id of the workflow that leases the machine of a server. */
  String workflowId(String server) {
    return ServerLease.workflowId(machines.leaseName(server));
  }
}
