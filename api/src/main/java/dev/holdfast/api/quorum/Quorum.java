package dev.holdfast.api.quorum;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.approval.ApprovalRule;
import dev.holdfast.platform.approval.ApprovalRules;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ShownPlans;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.exec.ExecOperation;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Applies the approval rules to the plans that wait. Whoever has approved has to be allowed to when
 * it is counted, not only when it was given.
 */
@Component
public final class Quorum {
  private final ApprovalRules rules;
  private final Approvals approvals;
  private final Operations operations;
  private final Servers servers;
  private final ShownPlans plans;
  private final CallerAccess access;
  private final Callers callers;

  Quorum(
      ApprovalRules rules,
      Approvals approvals,
      Operations operations,
      Servers servers,
      ShownPlans plans,
      CallerAccess access,
      Callers callers) {
    this.rules = rules;
    this.approvals = approvals;
    this.operations = operations;
    this.servers = servers;
    this.plans = plans;
    this.access = access;
    this.callers = callers;
  }

  /**
   * What the rules ask of a plan that waits; nothing where any one approval is enough.
   *
   * @param server the one server that asks again, by its full name; null for the whole operation
   */
  public List<Need> needs(StoredOperation operation, @Nullable String server, String planHash) {
    List<ApprovalRules.Named> all = rules.list(operation.organisation());
    return all.isEmpty()
        ? List.of()
        : needs(
            operation,
            server,
            planHash,
            approvals.since(operation.id(), server),
            applying(all, here(operation), operation, server));
  }

  private List<Server> here(StoredOperation operation) {
    return servers.all(operation.organisation());
  }

  private List<Need> needs(
      StoredOperation operation,
      @Nullable String server,
      String planHash,
      Instant since,
      List<ApprovalRules.Named> applying) {
    if (applying.isEmpty()) {
      return List.of();
    }
    List<Caller> given =
        approvals.given(operation.id(), server, planHash).stream()
            .flatMap(user -> callers.acting(operation.organisation(), user).stream())
            .filter(user ->
                access
                    .toOperations(user, CallerAccess.DECIDE, List.of(operation.id()))
                    .test(operation.id()))
            .toList();
    return applying.stream()
        .map(rule -> now(rule, since))
        .map(rule ->
            need(
                rule,
                given.stream()
                    .filter(user -> counts(rule.rule(), user, operation))
                    .map(Caller::name)
                    .toList(),
                since))
        .toList();
  }

  /** The rule with those who are asked by now of a plan that waits since then. */
  private static ApprovalRules.Named now(ApprovalRules.Named rule, Instant since) {
    Instant escalates = rule.rule().escalates(since);
    return escalates == null || Instant.now().isBefore(escalates)
        ? rule
        : new ApprovalRules.Named(
            rule.name(), rule.rule().escalated(), rule.changedBy(), rule.changedAt());
  }

  /** The rules that are about a plan that waits, and give it a time. */
  public List<ApprovalRules.Named> timed(StoredOperation operation, @Nullable String server) {
    return applying(rules.list(operation.organisation()), here(operation), operation, server)
        .stream()
        .filter(rule -> rule.rule().expireSeconds() != null || rule.rule().escalation() != null)
        .toList();
  }

  /**
   * What the rules ask of plans of an organisation that wait, by plan.
   *
   * @return for each of them, where there is anything
   */
  public Map<Approvals.Waiting, List<Need>> needs(
      String organisation, List<Approvals.Waiting> waiting) {
    List<ApprovalRules.Named> all = rules.list(organisation);
    if (all.isEmpty()) {
      return Map.of();
    }
    // A big operation may wait on thousands of servers: what is the same for all is read once.
    List<Server> registered = servers.all(organisation);
    Map<String, Optional<StoredOperation>> known = new HashMap<>();
    Map<Approvals.Waiting, List<Need>> needs = new HashMap<>();
    for (Approvals.Waiting plan : waiting) {
      String server = plan.server() == null ? null : ServerNames.full(organisation, plan.server());
      known
          .computeIfAbsent(plan.id(), operations::find)
          .ifPresent(operation ->
              needs.put(
                  plan,
                  needs(
                      operation,
                      server,
                      plan.planHash(),
                      plan.since(),
                      applying(all, registered, operation, server))));
    }
    return needs;
  }

  /**
   * Takes an approval.
   *
   * @return what the rules ask of the plan with it; nothing is missing where it was the last one
   *     that the plan takes
   * @throws ApiException 403 where it counts for none of the rules, 409 where another plan waits
   */
  public List<Need> approve(
      StoredOperation operation,
      @Nullable String server,
      String planHash,
      Caller caller,
      @Nullable String reason) {
    List<ApprovalRules.Named> all = rules.list(operation.organisation());
    List<ApprovalRules.Named> applying =
        all.isEmpty() ? all : applying(all, here(operation), operation, server);
    if (applying.isEmpty()) {
      return List.of();
    }
    if (caller.kind() == TokenKind.API) {
      // Whoever manages tokens has those of other people.
      throw refused(
          "The approval rule '%s' asks for people, who log in to approve: a token for programs does not count."
              .formatted(applying.getFirst().name()));
    }
    if (!awaited(operation, server, planHash)) {
      throw ApiException.conflict(
          "refused-by-operation",
          "This plan of " + operation.id() + " does not wait for a decision, or has changed.");
    }
    Caller person = callers.acting(operation.organisation(), caller.name()).orElse(caller);
    Instant since = approvals.since(operation.id(), server);
    List<ApprovalRules.Named> asking = applying.stream().map(rule -> now(rule, since)).toList();
    if (asking.stream().noneMatch(rule -> counts(rule.rule(), person, operation))) {
      throw refused(
          "Your approval does not count: "
              + asking.stream()
                  .map(rule -> need(rule, List.of(), since).sentence())
                  .collect(Collectors.joining("; "))
              + ".");
    }
    approvals.give(operation.id(), server, planHash, caller.name(), reason);
    return needs(operation, server, planHash, since, applying);
  }

  private static ApiException refused(String detail) {
    return ApiException.of(HttpStatus.FORBIDDEN, "approval-rule", detail);
  }

  /** Whether exactly this plan waits for a decision. */
  public boolean awaited(StoredOperation operation, @Nullable String server, String planHash) {
    return server == null
        ? operation.state() == OperationState.AWAITING_APPROVAL
            && planHash.equals(operation.planHash())
        : operations.servers(operation.id()).stream()
            .anyMatch(on ->
                on.name().equals(server)
                    && on.state() == ServerState.AWAITING_APPROVAL
                    && planHash.equals(on.planHash()));
  }

  /**
   * What the rules may ask of a plan before there is one, whatever its risks and whenever it will
   * be made; the rule that is first by name.
   */
  public @Nullable Need beforehand(String organisation, AskedWork work, Collection<Server> on) {
    return first(organisation, work, on, _ -> true);
  }

  /**
   * What the rules ask now of an operation that makes no plan, before it does what it was given;
   * the rule that is first by name.
   *
   * @return null where nobody has to approve it
   */
  public @Nullable Need now(String organisation, AskedWork work, Collection<Server> on) {
    Instant now = Instant.now();
    return work.withoutPlan() ? first(organisation, work, on, rule -> rule.at(now)) : null;
  }

  private @Nullable Need first(
      String organisation, AskedWork work, Collection<Server> on, Predicate<ApprovalRule> counts) {
    List<ApprovalRules.Named> all = rules.list(organisation);
    if (all.isEmpty()) {
      return null;
    }
    Map<String, Map<String, String>> targets =
        targets(servers.all(organisation), on.stream().map(Server::name).toList());
    return all.stream()
        .filter(rule -> counts.test(rule.rule()))
        .filter(rule -> isAbout(rule.rule(), work, targets))
        .findFirst()
        .map(rule -> need(rule, List.of(), null))
        .orElse(null);
  }

  /** 403 for an approval of a plan that is not made yet, naming the rule. */
  public static ApiException refusal(Need need) {
    return refused(
        "Its plan cannot be approved before it is made: "
            + need.sentence()
            + ". Start it without approving it, and approve its plan.");
  }

  /** 403 for the approval, by whoever starts it, of what makes no plan, naming the rule. */
  public static ApiException refusalWithoutPlan(Need need) {
    return refused(
        "It cannot be approved while it is started: "
            + need.sentence()
            + ". Start it without approving it; it waits for them.");
  }

  /**
   * Refuses that a running operation without a plan works once more on servers where a rule is
   * about that now, and nobody was asked when it began.
   *
   * @throws ApiException 403 naming the rule
   */
  public void requireAsked(StoredOperation operation, Collection<Server> on) {
    FleetConditions conditions = operation.settings().conditions();
    if (operation.dryRun() || (conditions != null && conditions.approval() != null)) {
      return;
    }
    Need need = now(operation.organisation(), AskedWork.of(operation), on);
    if (need != null) {
      throw refused(
          "%s was started when nobody had to approve it, and now %s. Start it anew: ./holdfast ops rerun %s --failed"
              .formatted(operation.id(), need.sentence(), operation.id()));
    }
  }

  private List<ApprovalRules.Named> applying(
      List<ApprovalRules.Named> all,
      List<Server> registered,
      StoredOperation operation,
      @Nullable String server) {
    List<String> names =
        server == null
            ? operations.servers(operation.id()).stream().map(OperationServer::name).toList()
            : List.of(server);
    Map<String, Map<String, String>> targets = targets(registered, names);
    Instant now = Instant.now();
    AskedWork work = AskedWork.of(operation);
    List<ApprovalRules.Named> fitting =
        all.stream()
            .filter(rule -> rule.rule().at(now))
            .filter(rule -> isAbout(rule.rule(), work, targets))
            .toList();
    if (fitting.stream().noneMatch(rule -> rule.rule().lockOut())
        || plans.lockOut(operation.id(), server)) {
      return fitting;
    }
    return fitting.stream().filter(rule -> !rule.rule().lockOut()).toList();
  }

  /** A risk is one of a plan: what makes none has none that is known. */
  private static boolean isAbout(
      ApprovalRule rule, AskedWork work, Map<String, Map<String, String>> targets) {
    if (rule.lockOut() && (work.isRunbook() || work.withoutPlan())) {
      return false;
    }
    boolean named = !rule.operations().isEmpty();
    // Of several kinds by its input: to look at a service is not what a rule about services means.
    boolean itself = rule.fits(work.type(), targets) && (!work.reads() || (named && work.always()));
    boolean itsGates =
        named && work.runsCommandsOfGates() && rule.fits(ExecOperation.TYPE.name(), targets);
    return itself || itsGates;
  }

  /** The labels of servers, by name, and those of their machines' other names. */
  private static Map<String, Map<String, String>> targets(
      List<Server> registered, List<String> names) {
    Set<String> wanted = Set.copyOf(names);
    Set<String> machines =
        registered.stream()
            .filter(server -> wanted.contains(server.name()))
            .map(Quorum::machine)
            .collect(Collectors.toSet());
    Map<String, Map<String, String>> targets = new HashMap<>();
    names.forEach(name -> targets.put(name, Map.of()));
    registered.stream()
        .filter(server -> machines.contains(machine(server)))
        .forEach(server -> targets.put(server.name(), server.labels()));
    return targets;
  }

  private static String machine(Server server) {
    return Objects.requireNonNullElse(server.aliasOf(), server.name());
  }

  private static boolean counts(ApprovalRule rule, Caller user, StoredOperation operation) {
    return rule.counts(user.name(), user.subject().roles(), operation.initiator());
  }

  /**
   * @param since when the plan began to wait; null where there is none yet
   */
  private static Need need(ApprovalRules.Named rule, List<String> given, @Nullable Instant since) {
    return new Need(
        rule.name(),
        rule.rule().approvals(),
        given,
        rule.rule().from(),
        rule.rule().reason(),
        since == null ? null : rule.rule().expiry(since),
        since == null ? null : rule.rule().escalates(since));
  }
}
