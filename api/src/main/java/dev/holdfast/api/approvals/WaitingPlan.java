package dev.holdfast.api.approvals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.api.quorum.Need;
import dev.holdfast.platform.operation.Approvals;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan that waits for a decision, as clients see it; see {@link Approvals.Waiting}.
 *
 * @param needs what each approval rule asks; empty where any one approval is enough
 */
record WaitingPlan(
    String id,
    @Nullable String server,
    String type,
    String selector,
    String initiator,
    String planHash,
    int servers,
    int changes,
    Instant since,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Need> needs) {

  static WaitingPlan of(Approvals.Waiting plan, List<Need> needs) {
    return new WaitingPlan(
        plan.id(),
        plan.server(),
        plan.type(),
        plan.selector(),
        plan.initiator(),
        plan.planHash(),
        plan.servers(),
        plan.changes(),
        plan.since(),
        needs);
  }
}
