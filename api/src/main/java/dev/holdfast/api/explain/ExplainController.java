package dev.holdfast.api.explain;

import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.operations.OperationDocuments;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.StoredOperation;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Says what an operation waits for. */
@RestController
final class ExplainController {
  private final OperationDocuments documents;
  private final Explainer explainer;
  private final Approvals approvals;

  ExplainController(OperationDocuments documents, Explainer explainer, Approvals approvals) {
    this.documents = documents;
    this.approvals = approvals;
    this.explainer = explainer;
  }

  @Requires(value = "operations:read", on = Requires.On.OPERATION)
  @GetMapping("/api/v1/operations/{id}/explain")
  Explanation explain(@PathVariable String id) {
    StoredOperation operation = documents.stored(id);
    try {
      return new Explanation(
          id,
          operation.state(),
          explainer.explain(operation),
          operation.failure(),
          approvals.decisions(id).stream()
              .filter(decision -> decision.decision().equals("rejected"))
              .toList());
    } catch (StatusRuntimeException | WorkflowException e) {
      throw ApiException.unavailable(
          "temporal-unavailable",
          "%s is %s, and waits for Temporal, which cannot be reached; try again in a moment."
              .formatted(id, operation.state().word()));
    }
  }
}
