package dev.holdfast.workflows.runbook;

import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.Reviewed;
import dev.holdfast.schemas.operation.Steering.Decision;
import dev.holdfast.schemas.runbook.RunbookActivities.Review;
import dev.holdfast.schemas.runbook.RunbookInput;
import dev.holdfast.workflows.engine.SubjectRun;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has what can be planned of a runbook planned before it starts, for one approval of it all. */
final class RunbookReview {
  private final OperationRequest<RunbookInput> request;
  private final SubjectRun subject;
  private final RunbookDetails progress;

  RunbookReview(
      OperationRequest<RunbookInput> request, SubjectRun subject, RunbookDetails progress) {
    this.request = request;
    this.subject = subject;
    this.progress = progress;
  }

  /** What was approved of the runbook that has started this one; null where there is none. */
  static @Nullable Reviewed before(OperationRequest<RunbookInput> request) {
    FleetConditions conditions = request.conditions();
    return conditions == null ? null : conditions.reviewed();
  }

  /** Whether this is the dry run by which a runbook is planned. */
  static boolean plans(OperationRequest<RunbookInput> request) {
    return request.dryRun() && before(request) != null;
  }

  /**
   * Waits until somebody has approved what can be planned.
   *
   * @return what was approved; null where there was nothing to approve
   * @throws io.temporal.failure.ApplicationFailure if it was rejected
   */
  @Nullable Reviewed approved(RunbookOperations steps) {
    if (before(request) != null || request.dryRun() || request.approved()) {
      return before(request);
    }
    if (Workflow.getVersion("runbook-review", Workflow.DEFAULT_VERSION, 1)
        == Workflow.DEFAULT_VERSION) {
      return null;
    }
    progress.now("Plans what can be planned before it starts");
    Review review = steps.plan();
    if (review == null || review.changes() == 0) {
      return null;
    }
    progress.now("Waits for the approval of `" + review.hash() + "`");
    Decision decision = subject.approved(review.hash());
    progress.done("Approved by " + decision.by());
    return new Reviewed(
        request.id(),
        review.hash(),
        Boolean.TRUE.equals(decision.following()),
        decision.rules() == null ? List.of() : decision.rules());
  }
}
