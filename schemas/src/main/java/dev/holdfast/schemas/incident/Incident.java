package dev.holdfast.schemas.incident;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/** Lasts as long as an incident is open, and succeeds when somebody closes it. */
@WorkflowInterface
public interface Incident {

  /**
   * @param state what the run before has left; null for the first
   */
  @WorkflowMethod(name = "incident")
  OperationResult run(OperationRequest<IncidentInput> request, @Nullable IncidentState state);
}
