package dev.holdfast.workflows.credentials;

import dev.holdfast.schemas.credentials.RotateCredentials;
import dev.holdfast.schemas.credentials.RotateCredentialsInput;
import dev.holdfast.schemas.credentials.RotateCredentialsOnServer;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.workflows.engine.Fleet;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Gives a selection of servers new credentials. */
public final class RotateCredentialsWorkflowImpl implements RotateCredentials {
  private final Fleet<RotateCredentialsInput> fleet;

  @WorkflowInit
  public RotateCredentialsWorkflowImpl(OperationRequest<RotateCredentialsInput> request) {
    fleet =
        new Fleet<>(
            request,
            (server, options) ->
                Async.function(
                    Workflow.newChildWorkflowStub(RotateCredentialsOnServer.class, options)::run,
                    server));
  }

  @Override
  public OperationResult run(OperationRequest<RotateCredentialsInput> request) {
    return fleet.run();
  }
}
