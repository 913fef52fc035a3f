package dev.holdfast.api.explain;

import dev.holdfast.schemas.operation.OperationState;
import java.util.List;

/**
 * Why an operation is where it is.
 *
 * @param reasons the most important first; none once it has ended
 */
record Explanation(String operation, OperationState state, List<Reason> reasons) {
  Explanation {
    reasons = List.copyOf(reasons);
  }
}
