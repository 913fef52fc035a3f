package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.ReviewedPlansActivities;
import dev.holdfast.schemas.operation.ReviewedPlansActivities.Compared;
import dev.holdfast.schemas.operation.ReviewedPlansActivities.Comparison;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;

/** Whether the plans of an operation were approved before, with the runbook that has started it. */
final class PlanComparison {
  private static final Comparison NOT_REVIEWED = Comparison.asks("");

  private PlanComparison() {}

  /** Compares what is to be changed with what was approved; nothing was where it is no step. */
  static Comparison compare(OperationRequest<?> request, Compared compared) {
    FleetConditions conditions = request.conditions();
    if (conditions == null || conditions.reviewed() == null || !conditions.reviewed().approved()) {
      return NOT_REVIEWED;
    }
    return Workflow.newActivityStub(
            ReviewedPlansActivities.class,
            ActivityOptions.newBuilder(StepLimits.ON_PLATFORM)
                .setSummary("Compare with what was approved with its runbook")
                .build())
        .compare(compared);
  }
}
