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
import dev.holdfast.schemas.operation.Reviewed;
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
import java.util.stream.Stream;
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
  private final RunbookReviews reviews;

  Quorum(
      ApprovalRules rules,
      Approvals approvals,
      Operations operations,
      Servers servers,
      ShownPlans plans,
      CallerAccess access,
      Callers callers,
      RunbookReviews reviews) {
    this.rules = rules;
    this.approvals = approvals;
    this.operations = operations;
    this.servers = servers;
    this.plans = plans;
    this.access = access;
    this.callers = callers;
    this.reviews = reviews;
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
    return applying.isEmpty()
        ? List.of()
        : needs(operation, approvals.given(operation.id(), server, planHash), since, applying);
  }

  /** The same by those who are known to have approved. */
  private List<Need> needs(
      StoredOperation operation,
      List<String> approvers,
      Instant since,
      List<ApprovalRules.Named> applying) {
    List<Caller> given =
        approvers.stream()
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
      @Nullable String reason,
      boolean following) {
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
    approvals.give(operation.id(), server, planHash, caller.name(), reason, following);
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

  /**
   * The rules that are about what waits: of a runbook that was planned before it starts, those
   * about its steps as well.
   */
  private List<ApprovalRules.Named> applying(
      List<ApprovalRules.Named> all,
      List<Server> registered,
      StoredOperation operation,
      @Nullable String server) {
    List<StoredOperation> steps = server == null ? reviews.changing(operation) : List.of();
    Set<String> about =
        Stream.concat(Stream.of(operation), steps.stream())
            .flatMap(one -> itself(all, registered, one, server).stream())
            .map(ApprovalRules.Named::name)
            .collect(Collectors.toSet());
    return all.stream().filter(rule -> about.contains(rule.name())).toList();
  }

  /**
   * Which rule about the step of a runbook is not met by the approval of the runbook. One that was
   * not asked then is not: who has approved may be somebody that it does not take.
   *
   * @param server the only one that counts, by its full name; null for all of the step
   * @return null where all are met
   */
  public @Nullable String unmet(StoredOperation step, @Nullable String server, Reviewed reviewed) {
    List<ApprovalRules.Named> all = rules.list(step.organisation());
    if (all.isEmpty()) {
      return null;
    }
    List<ApprovalRules.Named> asking = itself(all, here(step), step, server);
    StoredOperation runbook = operations.find(reviewed.runbook()).orElse(null);
    if (runbook == null || reviewed.hash() == null) {
      return asking.isEmpty() ? null : asking.getFirst().name();
    }
    Set<String> met =
        needs(runbook, reviewed.hash(), asking, reviewed.following()).stream()
            .filter(need -> need.missing() == 0)
            .map(Need::rule)
            .collect(Collectors.toSet());
    met.retainAll(reviewed.rules());
    return asking.stream()
        .map(ApprovalRules.Named::name)
        .filter(name -> !met.contains(name))
        .findFirst()
        .orElse(null);
  }

  private List<Need> needs(
      StoredOperation runbook, String hash, List<ApprovalRules.Named> asking, boolean following) {
    return needs(
        runbook,
        following
            ? approvals.givenFollowing(runbook.id(), hash)
            : approvals.given(runbook.id(), null, hash),
        approvals.since(runbook.id(), null),
        asking);
  }

  /**
   * Whether a runbook is approved with what follows from it: where rules ask for several people,
   * each of those has to have said so.
   *
   * @param asked whether whoever gives the last approval does
   */
  public boolean following(StoredOperation runbook, String hash, boolean asked) {
    List<ApprovalRules.Named> all = rules.list(runbook.organisation());
    List<ApprovalRules.Named> asking =
        all.isEmpty() ? all : applying(all, here(runbook), runbook, null);
    return asking.isEmpty()
        ? asked
        : needs(runbook, hash, asking, true).stream().allMatch(need -> need.missing() == 0);
  }

  /**
   * Refuses what only the approval of a runbook can say that was planned before it starts.
   *
   * @throws ApiException 422 for anything else
   */
  public void requireReview(StoredOperation operation, @Nullable String server) {
    if (server != null || !reviews.waits(operation)) {
      throw ApiException.invalid(
          "following", "is for the plan of a runbook as a whole, before it starts");
    }
  }

  /** Whether what waits is a runbook that was planned before it starts. */
  public boolean isReview(StoredOperation operation, @Nullable String server) {
    return server == null && reviews.waits(operation);
  }

  private List<ApprovalRules.Named> itself(
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
