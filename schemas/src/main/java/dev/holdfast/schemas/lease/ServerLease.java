package dev.holdfast.schemas.lease;

import dev.holdfast.schemas.operation.Priority;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The right to change one machine, as a workflow {@code server/NAME} that exists while leases are
 * held or awaited. The name is that under which the machine was registered first.
 *
 * <p>Requests, grants and releases are signals and idempotent by the holder's request id.
 */
@WorkflowInterface
public interface ServerLease {

  @WorkflowMethod(name = "server-lease")
  void run(LeaseState state);

  @SignalMethod(name = "request")
  void request(Request request);

  @SignalMethod(name = "release")
  void release(String requestId);

  /** Who holds the lease and who waits, for {@code explain}. */
  @QueryMethod(name = "lease")
  LeaseState lease();

  /** The id of the workflow that leases a server. */
  static String workflowId(String server) {
    return "server/" + server;
  }

  /**
   * @param id unique to the request: workflow id and run id of the holder
   * @param holder the workflow id of the holder, to which the grant is signalled
   * @param queue the task queue of what talks to the server; null for {@code ssh}
   * @param server the name that the holder knows the machine by; null for the lease's own
   */
  record Request(
      String id,
      String holder,
      String runId,
      Priority priority,
      @Nullable String queue,
      @Nullable String server) {

    /** The name that the holder knows a machine by which is leased by this name. */
    public String serverOr(String leased) {
      return server == null ? leased : server;
    }
  }

  /**
   * @param held the request that holds the lease, with its token
   */
  record LeaseState(String server, @Nullable Held held, List<Request> waiting) {
    public LeaseState {
      waiting = List.copyOf(waiting);
    }
  }

  record Held(Request request, long fencingToken) {}
}
