package dev.holdfast.api.quorum;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.approval.ApprovalRule;
import dev.holdfast.platform.approval.ApprovalRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An approval rule as clients see it; see {@link RuleRequest}.
 *
 * @param from whose approval counts, for people
 */
@Schema(name = "ApprovalRule")
record ApprovalRuleDocument(
    String name,
    List<String> operations,
    String selector,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String risk,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String hours,
    int approvals,
    List<String> users,
    List<String> roles,
    boolean own,
    String from,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long expireSeconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) ApprovalRule.@Nullable Escalation escalation,
    String changedBy,
    Instant changedAt) {

  static ApprovalRuleDocument of(ApprovalRules.Named named) {
    ApprovalRule rule = named.rule();
    return new ApprovalRuleDocument(
        named.name(),
        rule.operations(),
        rule.selector(),
        rule.lockOut() ? RuleRequest.LOCK_OUT : null,
        rule.hours() == null ? null : rule.hours().text(),
        rule.approvals(),
        rule.users(),
        rule.roles(),
        rule.own(),
        rule.from(),
        rule.reason(),
        rule.expireSeconds(),
        rule.escalation(),
        named.changedBy(),
        named.changedAt());
  }
}
