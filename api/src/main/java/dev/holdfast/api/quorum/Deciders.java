package dev.holdfast.api.quorum;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.approval.ApprovalRule;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.Roles;
import dev.holdfast.platform.identity.Subject;
import dev.holdfast.platform.identity.User;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.runbook.RunbookOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds what is wrong with a rule here and now: a rule that nobody can fulfil stops everything. */
@Component
final class Deciders {
  private static final Permission DECIDE = Permission.of("approvals:decide");

  private final Users users;
  private final Roles roles;
  private final Callers callers;

  Deciders(Users users, Roles roles, Callers callers) {
    this.users = users;
    this.roles = roles;
    this.callers = callers;
  }

  /** What keeps the rule from being one that the organisation can follow. */
  List<FieldError> problems(String organisation, ApprovalRule rule) {
    List<FieldError> problems = new ArrayList<>();
    for (String operation : rule.operations()) {
      Optional<OperationType> type = Catalogue.find(operation);
      if (type.isEmpty()) {
        problems.add(new FieldError("operations", "there is no operation '" + operation + "'"));
      } else if (!asks(type.get())) {
        problems.add(
            new FieldError(
                "operations",
                operation
                    + " makes no plan that could wait; permissions and the command policy say who"
                    + " may start it"));
      }
    }
    rule.users().stream()
        .filter(user -> users.find(organisation, user).isEmpty())
        .forEach(user -> problems.add(new FieldError("users", "there is no user '" + user + "'")));
    rule.roles().stream()
        .filter(role -> roles.find(organisation, role).isEmpty())
        .forEach(role -> problems.add(new FieldError("roles", "there is no role '" + role + "'")));
    if (problems.isEmpty()) {
      List<String> who = who(organisation, rule);
      if (who.size() < rule.approvals()) {
        problems.add(
            new FieldError(
                "approvals",
                "%d are asked for, and %s; grant the role approver to more users, or ask for less"
                    .formatted(
                        rule.approvals(),
                        who.isEmpty()
                            ? "nobody's would count"
                            : "only those of "
                                + who.stream().collect(Collectors.joining(", "))
                                + " would count")));
      }
    }
    return problems;
  }

  private List<String> who(String organisation, ApprovalRule rule) {
    return users.list(organisation).stream()
        .map(User::name)
        .flatMap(user -> callers.acting(organisation, user).stream())
        .filter(user ->
            user.platformWide()
                || user.subject().held().stream().anyMatch(it -> it.permission().covers(DECIDE)))
        // Of those whom a rule names nobody is left out for having started it: of some other.
        .filter(user ->
            rule.counts(
                user.name(), user.subject().held().stream().map(Subject.Held::role).toList(), ""))
        .map(Caller::name)
        .toList();
  }

  /** Whether an operation of this type makes a plan that may wait. */
  static boolean asks(OperationType type) {
    return type.kind() == OperationType.Kind.CHANGE
        || type.name().equals(RunbookOperation.TYPE.name());
  }
}
