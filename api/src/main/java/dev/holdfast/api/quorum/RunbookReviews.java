package dev.holdfast.api.quorum;

import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.runbook.RunbookPlans;
import dev.holdfast.platform.runbook.RunbookSteps;
import java.util.List;
import org.springframework.stereotype.Component;

/** The runbooks that wait for an approval of what was planned before they start. */
@Component
final class RunbookReviews {
  private final RunbookSteps steps;
  private final RunbookPlans plans;
  private final Operations operations;

  RunbookReviews(RunbookSteps steps, RunbookPlans plans, Operations operations) {
    this.steps = steps;
    this.plans = plans;
    this.operations = operations;
  }

  /** Whether it is planned, and nothing of it has begun: what it asks later are other questions. */
  boolean waits(StoredOperation operation) {
    return AskedWork.of(operation).isRunbook()
        && steps.planning(operation.id()).isPresent()
        && steps.list(operation.id()).isEmpty();
  }

  /**
   * The dry runs of the steps that would change something; none of what waits for another reason.
   */
  List<StoredOperation> changing(StoredOperation operation) {
    if (!waits(operation)) {
      return List.of();
    }
    return plans.operations(operation.id()).values().stream()
        .flatMap(id -> operations.find(id).stream())
        .filter(step -> !AskedWork.of(step).withoutPlan())
        .filter(step ->
            operations.servers(step.id()).stream().mapToInt(OperationServer::changes).sum() > 0)
        .toList();
  }
}
