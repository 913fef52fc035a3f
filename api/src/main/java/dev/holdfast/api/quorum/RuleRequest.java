package dev.holdfast.api.quorum;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.approval.ApprovalRule;
import dev.holdfast.platform.approval.WeeklyHours;
import dev.holdfast.schemas.server.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An approval rule that is to be set; what is left out fits everything.
 *
 * @param operations names of operations; all that make plans by default
 * @param selector plans for at least one such server; all by default
 * @param risk {@code lock-out}: only plans with a change that can lock operators out
 * @param hours only plans that are decided on within these, such as {@code mon-fri 08:00-18:00
 *     Europe/Berlin}
 * @param approvals how many people have to approve, 1 by default
 * @param users whose approvals count; by default those of all who may decide on plans
 * @param roles whose holders' approvals count
 * @param own whether the approval of whoever started the operation counts; not by default
 * @param reason for people who are asked or refused
 */
record RuleRequest(
    @Nullable List<String> operations,
    @Nullable String selector,
    @Nullable String risk,
    @Nullable String hours,
    @Nullable Integer approvals,
    @Nullable List<String> users,
    @Nullable List<String> roles,
    @Nullable Boolean own,
    @Nullable String reason) {
  static final String LOCK_OUT = "lock-out";
  private static final int LONGEST = 200;
  private static final int MANY = 100;

  /**
   * The rule.
   *
   * @throws ApiException with every field that is wrong
   */
  ApprovalRule checked() {
    List<FieldError> errors = new ArrayList<>();
    String servers = selector == null ? "all" : selector;
    WeeklyHours within = null;
    try {
      var _ = Selector.typed(servers);
    } catch (IllegalArgumentException e) {
      errors.add(FieldError.of(e));
    }
    try {
      within = hours == null ? null : new WeeklyHours(hours);
    } catch (IllegalArgumentException e) {
      errors.add(FieldError.of(e));
    }
    if (risk != null && !risk.equals(LOCK_OUT)) {
      errors.add(new FieldError("risk", "'" + risk + "' is none; the one is " + LOCK_OUT));
    }
    if (approvals != null && (approvals < 1 || approvals > ApprovalRule.MOST)) {
      errors.add(new FieldError("approvals", "has to be from 1 to " + ApprovalRule.MOST));
    }
    if (reason != null && (reason.isBlank() || reason.length() > LONGEST)) {
      errors.add(new FieldError("reason", "has 1 to " + LONGEST + " characters"));
    }
    List<String> ofOperations = names("operations", operations, errors);
    List<String> ofUsers = names("users", users, errors);
    List<String> ofRoles = names("roles", roles, errors);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    return new ApprovalRule(
        ofOperations,
        servers,
        risk != null,
        within,
        Objects.requireNonNullElse(approvals, 1),
        ofUsers,
        ofRoles,
        Boolean.TRUE.equals(own),
        reason);
  }

  private static List<String> names(
      String field, @Nullable List<String> names, List<FieldError> errors) {
    if (names == null) {
      return List.of();
    }
    List<String> distinct = names.stream().filter(Objects::nonNull).distinct().toList();
    if (distinct.size() != names.size() || distinct.size() > MANY) {
      errors.add(new FieldError(field, "has up to " + MANY + " different names"));
    }
    return distinct;
  }
}
