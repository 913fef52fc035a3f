package dev.holdfast.api.explain;

import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.schemas.operation.OperationState;
import java.util.List;

/**
 * Why an operation is where it is.
 *
 * @param reasons the most important first; none once it has ended
 * @param rejections of its plans: who has ended it, or kept it from a server, and why
 */
record Explanation(
    String operation,
    OperationState state,
    List<Reason> reasons,
    List<Approvals.Decision> rejections) {
  Explanation {
    reasons = List.copyOf(reasons);
    rejections = List.copyOf(rejections);
  }
}
