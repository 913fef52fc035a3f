package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.lease.LeaseActivities;
import dev.holdfast.schemas.lease.LeaseHolder;
import dev.holdfast.schemas.lease.ServerLease;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.step.Step;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lease of one server's machine, as its holder sees it. */
final class Lease implements LeaseHolder {
  private final String server;
  private final String requestId;
  private final Bookkeeping bookkeeping = Bookkeeping.current();

  /** The name by which the machine is leased. */
  private String leased;

  private @Nullable Grant grant;

  private Lease(String server, String requestId) {
    this.server = server;
    this.leased = server;
    this.requestId = requestId;
  }

  /** Asks for the lease; from now on it has to be released. */
  static Lease request(String server, @Nullable String queue, Priority priority) {
    WorkflowInfo self = Workflow.getInfo();
    Lease lease = new Lease(server, self.getWorkflowId() + "@" + self.getRunId());
    Workflow.registerListener(lease);
    String leased =
        lease
            .activities("Ask for the lease of " + server)
            .requestLease(
                server,
                new ServerLease.Request(
                    lease.requestId,
                    self.getWorkflowId(),
                    self.getRunId(),
                    priority,
                    queue,
                    server));
    lease.leased = leased == null ? server : leased;
    return lease;
  }

  /**
   * Waits, for as long as it takes, until the lease is granted.
   *
   * @return the fencing token
   */
  long await() {
    Workflow.await(() -> grant != null);
    return Objects.requireNonNull(grant).fencingToken();
  }

  @Override
  public void granted(Grant granted) {
    // Not by the request's id: it names the run, and the replay gate runs a history under another
    // one.
    if (granted.server().equals(server)) {
      grant = granted;
    }
  }

  /** Gives the lease back; where its workflow is gone already there is nothing to give. */
  void release() {
    if (bookkeeping.tellsAtOnce()) {
      activities("Give back the lease of " + server).releaseLease(leased, requestId);
      return;
    }
    try {
      Workflow.newExternalWorkflowStub(ServerLease.class, ServerLease.workflowId(leased))
          .release(requestId);
    } catch (ApplicationFailure gone) {
      Workflow.getLogger(Lease.class).info("The lease of {} is gone already", server);
    }
  }

  /** Gives the lease back, and lets nothing be sent under it any more. */
  void end(Step last) {
    activities("Give back the lease of " + server).endLease(leased, requestId, last);
  }

  private LeaseActivities activities(String summary) {
    return bookkeeping.others(LeaseActivities.class, summary);
  }
}
