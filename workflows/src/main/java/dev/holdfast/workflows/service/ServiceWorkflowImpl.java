package dev.holdfast.workflows.service;

import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.service.Service;
import dev.holdfast.schemas.service.ServiceInput;
import dev.holdfast.schemas.service.ServiceOnServer;
import dev.holdfast.schemas.service.ServiceRestartOnServer;
import dev.holdfast.workflows.engine.Fleet;
import dev.holdfast.workflows.engine.FleetRun;
import dev.holdfast.workflows.engine.FleetRun.Batch;
import dev.holdfast.workflows.engine.StepLimits;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.List;
import java.util.function.Supplier;

/** Controls a unit over a selection of servers, with a plan where it is brought into a state. */
public final class ServiceWorkflowImpl implements Service {
  private static final int BATCH = 50;

  private final OperationRequest<ServiceInput> request;
  private final Supplier<OperationResult> work;

  @WorkflowInit
  public ServiceWorkflowImpl(OperationRequest<ServiceInput> request) {
    this.request = request;
    this.work =
        switch (request.input().action().kind()) {
          case STATE ->
              new Fleet<>(
                      request,
                      (server, options) ->
                          Async.function(
                              Workflow.newChildWorkflowStub(ServiceOnServer.class, options)::run,
                              server))
                  ::run;
          case RESTART, READ -> withoutPlan(new FleetRun<>(request, "Runs systemctl"));
        };
  }

  @Override
  public OperationResult run(OperationRequest<ServiceInput> request) {
    return work.get();
  }

  private Supplier<OperationResult> withoutPlan(FleetRun<ServiceInput> fleet) {
    if (request.dryRun()) {
      return fleet::onNone;
    }
    if (request.input().action().kind() == ServiceInput.Kind.READ) {
      return () -> fleet.inBatches(BATCH, Math.max(1, request.concurrency() / BATCH), this::read);
    }
    return () ->
        fleet.onEach((server, options) ->
            Async.function(
                Workflow.newChildWorkflowStub(ServiceRestartOnServer.class, options)::run, server));
  }

  private Promise<List<ServerResult>> read(Batch batch) {
    ExecInput command = ServiceCommands.of(request.input());
    int atATime = Math.min(BATCH, request.concurrency());
    int rounds = (batch.servers().size() + atATime - 1) / atATime;
    ExecActivities activities =
        Workflow.newActivityStub(
            ExecActivities.class,
            ActivityOptions.newBuilder(StepLimits.running(command.longest().multipliedBy(rounds)))
                .setTaskQueue(batch.queue())
                .setSummary(command.summary(60) + " on " + batch.servers().size() + " servers")
                .build());
    return Async.function(
        activities::runReadOnly,
        new BatchRequest(request.id(), batch.servers(), command, atATime, batch.attempt()));
  }
}
