package dev.holdfast.api.quorum;

import dev.holdfast.api.auth.Access;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.approval.ApprovalRule;
import dev.holdfast.platform.approval.ApprovalRules;
import dev.holdfast.platform.identity.Subject;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.Plans;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.server.Server;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Applies the approval rules to the plans that wait. Whoever has approved has to be allowed to when
 * it is counted, not only when it was given.
 */
@Component
public final class Quorum {
  private static final String DECIDE = "approvals:decide";

  private final ApprovalRules rules;
  private final Approvals approvals;
  private final Operations operations;
  private final Servers servers;
  private final Plans plans;
  private final Access access;
  private final Callers callers;
  private final JsonMapper json;

  Quorum(
      ApprovalRules rules,
      Approvals approvals,
      Operations operations,
      Servers servers,
      Plans plans,
      Access access,
      Callers callers,
      JsonMapper json) {
    this.rules = rules;
    this.approvals = approvals;
    this.operations = operations;
    this.servers = servers;
    this.plans = plans;
    this.access = access;
    this.callers = callers;
    this.json = json;
  }

  /**
   * What the rules ask of a plan that waits; nothing where any one approval is enough.
   *
   * @param server the one server that asks again, by its full name; null for the whole operation
   */
  public List<Need> needs(StoredOperation operation, @Nullable String server, String planHash) {
    List<ApprovalRules.Named> applying = applying(operation, server);
    if (applying.isEmpty()) {
      return List.of();
    }
    List<Caller> given =
        approvals.given(operation.id(), server, planHash).stream()
            .flatMap(user -> callers.acting(operation.organisation(), user).stream())
            .filter(user ->
                access.toOperations(user, DECIDE, List.of(operation.id())).test(operation.id()))
            .toList();
    return applying.stream()
        .map(rule ->
            need(
                rule,
                given.stream()
                    .filter(user -> counts(rule.rule(), user, operation))
                    .map(Caller::name)
                    .toList()))
        .toList();
  }

  /**
   * Takes an approval.
   *
   * @return whether it is the last one that the plan takes
   * @throws ApiException 403 where it counts for none of the rules, 409 where another plan waits
   */
  public boolean approve(
      StoredOperation operation, @Nullable String server, String planHash, Caller caller) {
    List<ApprovalRules.Named> applying = applying(operation, server);
    if (applying.isEmpty()) {
      return true;
    }
    if (!awaited(operation, server, planHash)) {
      throw ApiException.conflict(
          "refused-by-operation",
          "This plan of " + operation.id() + " does not wait for a decision, or has changed.");
    }
    if (applying.stream().noneMatch(rule -> counts(rule.rule(), caller, operation))) {
      throw ApiException.of(
          HttpStatus.FORBIDDEN,
          "approval-rule",
          "Your approval does not count: " + need(applying.getFirst(), List.of()).sentence() + ".");
    }
    approvals.give(operation.id(), server, planHash, caller.name());
    return needs(operation, server, planHash).stream().allMatch(need -> need.missing() == 0);
  }

  private boolean awaited(StoredOperation operation, @Nullable String server, String planHash) {
    return server == null
        ? operation.state() == OperationState.AWAITING_APPROVAL
            && planHash.equals(operation.planHash())
        : operations.servers(operation.id()).stream()
            .anyMatch(on ->
                on.name().equals(server)
                    && on.state() == ServerState.AWAITING_APPROVAL
                    && planHash.equals(on.planHash()));
  }

  /** What the rules may ask of a plan before there is one; the rule that is first by name. */
  public @Nullable Need unseen(String organisation, OperationType type, Collection<Server> on) {
    if (!Deciders.asks(type)) {
      return null;
    }
    Map<String, Map<String, String>> labels =
        on.stream().collect(Collectors.toMap(Server::name, Server::labels));
    Instant now = Instant.now();
    return rules.list(organisation).stream()
        .filter(rule -> rule.rule().fits(type.name(), labels, now))
        .findFirst()
        .map(rule -> need(rule, List.of()))
        .orElse(null);
  }

  /**
   * Refuses an approval of a plan that nobody has seen.
   *
   * @throws ApiException 403 naming the rule
   */
  public static ApiException refusal(Need need) {
    return ApiException.of(
        HttpStatus.FORBIDDEN,
        "approval-rule",
        "Its plan cannot be approved before it is made: "
            + need.sentence()
            + ". Start it without approving it, and approve its plan.");
  }

  private List<ApprovalRules.Named> applying(StoredOperation operation, @Nullable String server) {
    List<ApprovalRules.Named> all = rules.list(operation.organisation());
    if (all.isEmpty()) {
      return all;
    }
    Map<String, Map<String, String>> labels = new HashMap<>();
    Map<String, Map<String, String>> registered =
        servers.all(operation.organisation()).stream()
            .collect(Collectors.toMap(Server::name, Server::labels));
    for (OperationServer on : operations.servers(operation.id())) {
      if (server == null || server.equals(on.name())) {
        labels.put(on.name(), registered.getOrDefault(on.name(), Map.of()));
      }
    }
    Instant now = Instant.now();
    List<ApprovalRules.Named> fitting =
        all.stream().filter(rule -> rule.rule().fits(operation.type(), labels, now)).toList();
    if (fitting.stream().noneMatch(rule -> rule.rule().lockOut()) || locksOut(operation, server)) {
      return fitting;
    }
    return fitting.stream().filter(rule -> !rule.rule().lockOut()).toList();
  }

  /**
   * Whether the plan has a change that can lock operators out, which are those that the server
   * takes back by itself; of a plan that cannot be read it may.
   */
  private boolean locksOut(StoredOperation operation, @Nullable String server) {
    List<Plans.StoredPlan> current = plans.current(operation.id());
    return current.isEmpty()
        || current.stream()
            .filter(plan -> server == null || server.equals(plan.server()))
            .flatMap(plan -> json.readTree(plan.body()).path("groups").valueStream())
            .anyMatch(Quorum::locksOut);
  }

  private static boolean locksOut(JsonNode group) {
    return group.path("confirmWithinSeconds").asInt(0) > 0
        || group
            .path("changes")
            .valueStream()
            .anyMatch(
                change -> change.path("risk").asString("").equals(Change.Risk.LOCK_OUT.name()));
  }

  private static boolean counts(ApprovalRule rule, Caller user, StoredOperation operation) {
    return rule.counts(
        user.name(),
        user.subject().held().stream().map(Subject.Held::role).toList(),
        operation.initiator());
  }

  private static Need need(ApprovalRules.Named rule, List<String> given) {
    return new Need(
        rule.name(), rule.rule().approvals(), given, rule.rule().from(), rule.rule().reason());
  }
}
