package dev.holdfast.workflows.exec;

import dev.holdfast.schemas.exec.Exec;
import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOnServer;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.workflows.engine.FleetRun;
import dev.holdfast.workflows.engine.FleetRun.Batch;
import dev.holdfast.workflows.engine.StepLimits;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.List;

/** Runs a command over a selection of servers. */
public final class ExecWorkflowImpl implements Exec {
  /** Servers in one activity, where the command only reads. */
  private static final int BATCH = 50;

  private static final int SUMMARY = 60;

  private final OperationRequest<ExecInput> request;
  private final FleetRun<ExecInput> fleet;

  @WorkflowInit
  public ExecWorkflowImpl(OperationRequest<ExecInput> request) {
    this.request = request;
    this.fleet = new FleetRun<>(request, "Runs the command");
  }

  @Override
  public OperationResult run(OperationRequest<ExecInput> request) {
    if (request.dryRun()) {
      return fleet.onNone();
    }
    if (!request.input().readOnly()) {
      return fleet.onEach((server, options) ->
          Async.function(Workflow.newChildWorkflowStub(ExecOnServer.class, options)::run, server));
    }
    int inBatch = Math.min(BATCH, request.concurrency());
    return fleet.inBatches(
        BATCH, Math.max(1, request.concurrency() / BATCH), batch -> run(batch, inBatch));
  }

  private Promise<List<ServerResult>> run(Batch batch, int concurrency) {
    List<String> servers = batch.servers();
    int rounds = (servers.size() + concurrency - 1) / concurrency;
    Duration longest = request.input().longest().multipliedBy(rounds);
    ExecActivities activities =
        Workflow.newActivityStub(
            ExecActivities.class,
            ActivityOptions.newBuilder(StepLimits.running(longest))
                .setTaskQueue(batch.queue())
                .setSummary(request.input().summary(SUMMARY) + " on " + servers.size() + " servers")
                .build());
    return Async.function(
        activities::runReadOnly,
        new BatchRequest(request.id(), servers, request.input(), concurrency, batch.attempt()));
  }
}
