package dev.holdfast.api.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.operation.OperationState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an operation is where it is.
 *
 * @param reasons the most important first; none once it has ended
 * @param failure what it has failed with; absent where it has not
 * @param rejections of its plans: who has ended it, or kept it from a server, and why
 */
record Explanation(
    String operation,
    OperationState state,
    List<Reason> reasons,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FailureData failure,
    List<Approvals.Decision> rejections) {
  Explanation {
    reasons = List.copyOf(reasons);
    rejections = List.copyOf(rejections);
  }
}
