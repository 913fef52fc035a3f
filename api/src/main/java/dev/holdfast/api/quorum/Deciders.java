package dev.holdfast.api.quorum;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.approval.ApprovalRule;
import dev.holdfast.platform.approval.ApprovalRule.Escalation;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.Roles;
import dev.holdfast.platform.identity.User;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds what is wrong with a rule here and now: a rule that nobody can fulfil stops everything. */
@Component
final class Deciders {
  private final Users users;
  private final Roles roles;
  private final Callers callers;
  private final CallerAccess access;
  private final Servers servers;

  Deciders(Users users, Roles roles, Callers callers, CallerAccess access, Servers servers) {
    this.access = access;
    this.servers = servers;
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
      } else if (type.get().scope() == OperationType.Scope.SUBJECT) {
        problems.add(
            new FieldError(
                "operations",
                operation + " is not about servers; permissions say who may open one"));
      } else if (rule.lockOut() && type.get().kind() != OperationType.Kind.CHANGE) {
        problems.add(
            new FieldError(
                "operations",
                operation + " makes no plan, so no risk of it is known; leave out the risk"));
      }
    }
    rule.users().stream()
        .filter(user -> users.find(organisation, user).isEmpty())
        .forEach(user -> problems.add(new FieldError("users", "there is no user '" + user + "'")));
    rule.roles().stream()
        .filter(role -> roles.find(organisation, role).isEmpty())
        .forEach(role -> problems.add(new FieldError("roles", "there is no role '" + role + "'")));
    if (rule.escalation() != null) {
      unknown(organisation, rule.escalation(), problems);
    }
    List<Server> all = servers.all(organisation);
    Selector selector = new Selector(rule.selector());
    selector
        .unknown(all)
        .forEach(
            name -> problems.add(new FieldError("selector", "there is no server '" + name + "'")));
    if (problems.isEmpty()) {
      few(organisation, rule, all.stream().filter(on -> selects(selector, on)).toList())
          .ifPresent(problems::add);
    }
    return problems;
  }

  private void unknown(String organisation, Escalation escalation, List<FieldError> problems) {
    escalation.users().stream()
        .filter(user -> users.find(organisation, user).isEmpty())
        .forEach(user ->
            problems.add(new FieldError("escalation.users", "there is no user '" + user + "'")));
    escalation.roles().stream()
        .filter(role -> roles.find(organisation, role).isEmpty())
        .forEach(role ->
            problems.add(new FieldError("escalation.roles", "there is no role '" + role + "'")));
  }

  private static boolean selects(Selector selector, Server server) {
    return selector.matches(server.name(), server.labels());
  }

  /** Too few whose approval counts for the servers that are selected now. */
  private Optional<FieldError> few(String organisation, ApprovalRule rule, List<Server> on) {
    List<Caller> all =
        users.list(organisation).stream()
            .map(User::name)
            .flatMap(user -> callers.acting(organisation, user).stream())
            .toList();
    List<String> who =
        all.stream()
            .filter(user ->
                on.isEmpty()
                    ? decidesSomewhere(user)
                    : on.stream().allMatch(access.on(user, CallerAccess.DECIDE)))
            // Of those whom a rule names nobody is left out for having started it: of some other.
            .filter(user -> rule.counts(user.name(), user.subject().roles(), ""))
            .map(Caller::name)
            .toList();
    boolean startedByOthers =
        rule.own()
            || all.stream().anyMatch(user -> !who.contains(user.name()) && startsSomething(user));
    if (who.size() >= rule.approvals() + (startedByOthers ? 0 : 1)) {
      return Optional.empty();
    }
    String asked = rule.approvals() == 1 ? "1 is asked for" : rule.approvals() + " are asked for";
    String would =
        who.isEmpty()
            ? "nobody's would count"
            : "only those of " + String.join(", ", who) + " would count";
    return Optional.of(
        new FieldError(
            "approvals",
            who.size() < rule.approvals()
                ? "%s, and %s; grant the role approver to more users, or ask for less"
                    .formatted(asked, would)
                : "%s, and %s, though not for what they start themselves; grant the role approver to more users, or let their own count"
                    .formatted(asked, would)));
  }

  private static boolean decidesSomewhere(Caller user) {
    return user.platformWide()
        || user.subject().held().stream()
            .anyMatch(it -> it.permission().covers(Permission.of(CallerAccess.DECIDE)));
  }

  private static boolean startsSomething(Caller user) {
    return user.platformWide()
        || user.subject().held().stream()
            .anyMatch(it ->
                it.permission().action().equals("run") || it.permission().action().equals("*"));
  }
}
