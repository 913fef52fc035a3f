package dev.holdfast.workflows.reboot;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.reboot.Reboot;
import dev.holdfast.schemas.reboot.RebootInput;
import dev.holdfast.schemas.reboot.RebootOnServer;
import dev.holdfast.workflows.engine.FleetRun;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Reboots a selection of servers. */
public final class RebootWorkflowImpl implements Reboot {
  private final FleetRun<RebootInput> fleet;

  @WorkflowInit
  public RebootWorkflowImpl(OperationRequest<RebootInput> request) {
    fleet = new FleetRun<>(request, "Reboots");
  }

  @Override
  public OperationResult run(OperationRequest<RebootInput> request) {
    if (request.dryRun()) {
      return fleet.onNone();
    }
    return fleet.onEach((server, options) ->
        Async.function(Workflow.newChildWorkflowStub(RebootOnServer.class, options)::run, server));
  }
}
