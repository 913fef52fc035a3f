package dev.holdfast.activities.lease;

import dev.holdfast.platform.operation.LeaseDeliveries;
import dev.holdfast.platform.server.Machines;
import dev.holdfast.platform.temporal.Turns;
import dev.holdfast.schemas.lease.LeaseActivities;
import dev.holdfast.schemas.lease.ServerLease;
import dev.holdfast.schemas.lease.ServerLease.LeaseState;
import dev.holdfast.schemas.lease.ServerLease.Request;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.step.Step;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases through Temporal, fencing tokens from PostgreSQL. */
public final class ServerLeases implements LeaseActivities {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLeases.class);

  private final WorkflowClient client;
  private final Jdbi jdbi;
  private final Machines machines;
  private final LeaseDeliveries deliveries;

  public ServerLeases(WorkflowClient client, Jdbi jdbi) {
    this.client = client;
    this.jdbi = jdbi;
    this.machines = new Machines(jdbi);
    this.deliveries = new LeaseDeliveries(jdbi);
  }

  @Override
  public String requestLease(String server, Request request) {
    String machine = machines.leaseName(server);
    ServerLease lease =
        client.newWorkflowStub(
            ServerLease.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(ServerLease.workflowId(machine))
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setPriority(Turns.of(request.priority(), ServerNames.organisation(server)))
                .setStaticSummary("The right to change " + machine)
                .build());
    BatchRequest batch = client.newSignalWithStartRequest();
    batch.add(lease::run, new LeaseState(machine, null, List.of()));
    batch.add(lease::request, request);
    client.signalWithStart(batch);
    return machine;
  }

  /**
   * A token above every one before it, and no lower than the clock's milliseconds: servers remember
   * the highest that they have seen, and a database that was restored from a backup does not know
   * of the last ones. One at a time, because a sequence alone cannot be raised without a race.
   */
  @Override
  public long nextFencingToken(String server) {
    return jdbi.inTransaction(handle -> {
      handle.execute("select pg_advisory_xact_lock(hashtext('fencing_tokens'))");
      return handle
          .createQuery(
              """
              select setval('fencing_tokens',
                greatest(nextval('fencing_tokens'), (extract(epoch from clock_timestamp()) * 1000)::bigint))
              """)
          .mapTo(Long.class)
          .one();
    });
  }

  @Override
  public void releaseLease(String machine, String requestId) {
    try {
      client.newWorkflowStub(ServerLease.class, ServerLease.workflowId(machine)).release(requestId);
    } catch (WorkflowNotFoundException gone) {
      LOG.info("The lease of {} is gone already", machine);
    }
  }

  @Override
  public void endLease(String machine, String requestId, Step lease) {
    boolean _ = deliveries.end(lease);
    releaseLease(machine, requestId);
  }

  @Override
  public boolean holderEnded(Request holder) {
    var request =
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace(client.getOptions().getNamespace())
            .setExecution(
                WorkflowExecution.newBuilder()
                    .setWorkflowId(holder.holder())
                    .setRunId(holder.runId()))
            .build();
    try {
      WorkflowExecutionStatus status =
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .describeWorkflowExecution(request)
              .getWorkflowExecutionInfo()
              .getStatus();
      return status != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Code.NOT_FOUND) {
        return true; // past its retention
      }
      throw e;
    }
  }
}
