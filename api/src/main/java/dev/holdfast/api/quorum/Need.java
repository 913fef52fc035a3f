package dev.holdfast.api.quorum;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of a plan.
 *
 * @param rule its name
 * @param approvals by how many people
 * @param given who has approved, of those whose approval counts
 * @param from whose approval counts, for people
 * @param reason of the rule, for people
 * @param expiresAt when the plan is rejected; absent for never, and where it does not wait yet
 * @param escalatesAt when more people are, or were, asked; likewise
 */
public record Need(
    String rule,
    int approvals,
    List<String> given,
    String from,
    @Nullable String reason,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant expiresAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant escalatesAt) {

  /** How many approvals are still missing. */
  public int missing() {
    return Math.max(0, approvals - given.size());
  }

  /** What is asked, in one sentence without its end. */
  String sentence() {
    return "the approval rule '%s' asks for %s by %s%s"
        .formatted(
            rule,
            approvals == 1 ? "1 approval" : approvals + " approvals",
            from,
            reason == null ? "" : " (" + reason + ")");
  }
}
