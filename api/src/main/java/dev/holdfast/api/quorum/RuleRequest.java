package dev.holdfast.api.quorum;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.approval.ApprovalRule;
import dev.holdfast.platform.approval.ApprovalRule.Escalation;
import dev.holdfast.platform.approval.WeeklyHours;
import dev.holdfast.schemas.server.Selector;
import java.time.Duration;
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
 * @param expireSeconds after which a plan that waits is rejected, 1 minute to 90 days; never by
 *     default
 * @param escalation who else may approve after a time
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
    @Nullable String reason,
    @Nullable Long expireSeconds,
    @Nullable EscalationRequest escalation) {

  /**
   * Who else may approve where nobody has decided in time.
   *
   * @param afterSeconds since the plan waits, 1 minute to 90 days
   * @param users whose approvals count from then on, too
   * @param roles whose holders' approvals count from then on, too
   */
  record EscalationRequest(
      @Nullable Long afterSeconds, @Nullable List<String> users, @Nullable List<String> roles) {}

  static final String LOCK_OUT = "lock-out";
  private static final int LONGEST = 200;
  private static final int MANY = 100;
  private static final long SHORTEST = Duration.ofMinutes(1).toSeconds();
  private static final long LONGEST_TIME = Duration.ofDays(90).toSeconds();

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
    checkTime("expireSeconds", expireSeconds, errors);
    Escalation escalated = escalated(errors);
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
        reason,
        expireSeconds,
        escalated);
  }

  private @Nullable Escalation escalated(List<FieldError> errors) {
    if (escalation == null) {
      return null;
    }
    Long after = escalation.afterSeconds();
    List<String> toUsers = names("escalation.users", escalation.users(), errors);
    List<String> toRoles = names("escalation.roles", escalation.roles(), errors);
    if (after == null) {
      errors.add(new FieldError("escalation.afterSeconds", "is missing; say after which time"));
      return null;
    }
    checkTime("escalation.afterSeconds", after, errors);
    if (toUsers.isEmpty() && toRoles.isEmpty()) {
      errors.add(new FieldError("escalation", "names neither users nor roles"));
    }
    if (isEmpty(users) && isEmpty(roles)) {
      errors.add(
          new FieldError(
              "escalation",
              "asks nobody new: without users and roles anybody who may decide counts already"));
    }
    if (expireSeconds != null && after >= expireSeconds) {
      errors.add(
          new FieldError(
              "escalation.afterSeconds", "is not before expireSeconds, when it is rejected"));
    }
    return new Escalation(after, toUsers, toRoles);
  }

  private static boolean isEmpty(@Nullable List<String> names) {
    return names == null || names.isEmpty();
  }

  private static void checkTime(String field, @Nullable Long seconds, List<FieldError> errors) {
    if (seconds != null && (seconds < SHORTEST || seconds > LONGEST_TIME)) {
      errors.add(new FieldError(field, "must be from 1 minute to 90 days"));
    }
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
