package dev.holdfast.api.runbooks;

import dev.holdfast.api.activities.PlatformActivities;
import dev.holdfast.api.quorum.Quorum;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.operation.ShownPlans;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.runbook.RunbookPlans;
import dev.holdfast.schemas.operation.Reviewed;
import dev.holdfast.schemas.operation.ReviewedPlansActivities;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.undo.UndoOperation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether the plans of a runbook's step are those that were approved before the runbook started, or
 * follow from them. Where anything of that cannot be known, somebody is asked.
 */
@Component
public final class ReviewedPlans implements ReviewedPlansActivities, PlatformActivities {
  private final Operations operations;
  private final RunbookPlans planned;
  private final ShownPlans plans;
  private final ServerInputs inputs;
  private final Quorum quorum;

  ReviewedPlans(
      Operations operations,
      RunbookPlans planned,
      ShownPlans plans,
      ServerInputs inputs,
      Quorum quorum) {
    this.operations = operations;
    this.planned = planned;
    this.plans = plans;
    this.inputs = inputs;
    this.quorum = quorum;
  }

  @Override
  public Comparison compare(Compared compared) {
    StoredOperation step = operations.find(compared.operation()).orElse(null);
    Reviewed reviewed = step == null ? null : step.settings().reviewed();
    if (step == null || reviewed == null || !reviewed.approved()) {
      return Comparison.asks("nothing was approved beforehand");
    }
    StoredOperation dryRun = dryRun(step, reviewed);
    if (dryRun == null) {
      return Comparison.asks("it could not be planned before its runbook started");
    }
    String rule = quorum.unmet(step, compared.server(), reviewed);
    if (rule != null) {
      return Comparison.asks(
          "the approval of its runbook does not meet the approval rule '" + rule + "'");
    }
    StepComparison comparison = comparison(step, dryRun, reviewed);
    for (OperationServer on : changing(step, compared)) {
      String hash = compared.planHash() == null ? on.planHash() : compared.planHash();
      String why = comparison.differs(on.name(), String.valueOf(hash));
      if (why != null) {
        return Comparison.asks(ServerNames.within(on.name()) + ": " + why);
      }
    }
    return Comparison.APPROVED;
  }

  /** The dry run of the same step, before the runbook started; null where there is none. */
  private @Nullable StoredOperation dryRun(StoredOperation step, Reviewed reviewed) {
    return planned
        .place(step.id())
        .filter(place -> place.runbook().equals(reviewed.runbook()))
        .flatMap(
            place -> Optional.ofNullable(planned.operations(reviewed.runbook()).get(place.step())))
        .flatMap(operations::find)
        .filter(found -> found.type().equals(step.type()))
        .orElse(null);
  }

  /** What makes no change needs no approval. */
  private List<OperationServer> changing(StoredOperation step, Compared compared) {
    return operations.servers(step.id()).stream()
        .filter(on ->
            compared.server() == null
                ? on.changes() > 0 && !on.state().ended()
                : on.name().equals(compared.server()))
        .toList();
  }

  private StepComparison comparison(
      StoredOperation step, StoredOperation dryRun, Reviewed reviewed) {
    StepComparison.Run now = new StepComparison.Run(step, inputs.all(step.id()));
    boolean follows = reviewed.following() || now.undoes();
    return new StepComparison(
        plans,
        now,
        new StepComparison.Run(dryRun, inputs.all(dryRun.id())),
        operations.servers(dryRun.id()),
        follows,
        follows ? changing(reviewed) : List.of());
  }

  /**
   * The operations of a runbook from whose changes a plan may follow. For an undo without more
   * those are what was undone before: what both have changed is left out of the plan that was
   * approved, and the ledger says what becomes of it.
   */
  private List<String> changing(Reviewed reviewed) {
    return planned.started(reviewed.runbook()).stream()
        .filter(id -> reviewed.following() || undoes(id))
        .toList();
  }

  private boolean undoes(String operation) {
    return operations
        .find(operation)
        .filter(found -> found.type().equals(UndoOperation.TYPE.name()))
        .isPresent();
  }
}
