package dev.holdfast.api.explain;

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

  Leases(TemporalConnection temporal) {
    this.client = temporal.client();
  }

  /** Who holds a server's lease and who waits; empty where nobody does, or no worker answers. */
  Optional<LeaseState> find(String server) {
    try {
      return Optional.of(
          client.newWorkflowStub(ServerLease.class, ServerLease.workflowId(server)).lease());
    } catch (WorkflowException | StatusRuntimeException e) {
      return Optional.empty();
    }
  }
}
