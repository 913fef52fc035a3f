package dev.holdfast.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ShownPlans;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.runbook.RunbookPlans;
import dev.holdfast.platform.runbook.RunbookStepRow;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.OperationType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What was planned of a runbook before it started, for whoever is asked to approve it. */
@Component
final class PlannedSteps {
  private final RunbookPlans planned;
  private final Operations operations;
  private final ShownPlans plans;

  PlannedSteps(RunbookPlans planned, Operations operations, ShownPlans plans) {
    this.planned = planned;
    this.operations = operations;
    this.plans = plans;
  }

  /**
   * A step of a runbook.
   *
   * @param step its id, behind those of the runbooks that it is in
   * @param type the operation's name; absent where it was left out
   * @param operation the dry run that has planned it; absent where there is none
   * @param reason why there is no plan; absent where there is, or where it makes none
   * @param plans whether it makes a plan
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StepPlan(
      String step,
      @Nullable String type,
      @Nullable String operation,
      @Nullable String reason,
      boolean plans,
      List<DetailsController.ServerPlan> servers) {}

  /** In their order; none where the operation is no runbook, or was not planned before. */
  List<StepPlan> of(StoredOperation runbook) {
    return planned.of(runbook.id()).stream().map(this::shown).toList();
  }

  private StepPlan shown(RunbookPlans.Planned step) {
    RunbookStepRow row = step.row();
    Optional<StoredOperation> dryRun = Optional.ofNullable(row.child()).flatMap(operations::find);
    String error =
        dryRun
            .filter(run -> run.state() == OperationState.FAILED)
            .map(StoredOperation::error)
            .orElse(null);
    return new StepPlan(
        step.step(),
        row.type(),
        row.child(),
        row.reason() == null ? error : row.reason(),
        Optional.ofNullable(row.type())
            .flatMap(Catalogue::find)
            .filter(type -> type.kind() == OperationType.Kind.CHANGE)
            .isPresent(),
        row.child() == null
            ? List.of()
            : plans.current(row.child()).stream()
                .map(stored -> DetailsController.ServerPlan.of(stored, null))
                .toList());
  }
}
