package dev.holdfast.api.explain;

import dev.holdfast.api.queues.QueueReader;
import dev.holdfast.api.queues.QueuedWork;
import dev.holdfast.api.quorum.AskedWork;
import dev.holdfast.api.quorum.Quorum;
import dev.holdfast.api.runbooks.ReviewedPlans;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.OperationGates;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.OperationWindow;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ParkedServer;
import dev.holdfast.platform.operation.ParkedServer.Why;
import dev.holdfast.platform.operation.SteeringRequests;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.server.CredentialRefusal;
import dev.holdfast.platform.server.CredentialRefusals;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.lease.ServerLease;
import dev.holdfast.schemas.lease.ServerLease.LeaseState;
import dev.holdfast.schemas.operation.FleetActivities.GateState;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.operation.ReviewedPlansActivities.Compared;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.server.ServerNames;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out what an operation waits for. */
@Component
final class Explainer {
  private final Approvals approvals;
  private final Operations operations;
  private final Workflows workflows;
  private final Leases leases;
  private final QueueReader queues;
  private final CredentialRefusals refusals;
  private final Quorum quorum;
  private final SteeringRequests requests;
  private final ReviewedPlans reviewed;

  Explainer(
      Approvals approvals,
      Operations operations,
      Workflows workflows,
      Leases leases,
      QueueReader queues,
      CredentialRefusals refusals,
      Quorum quorum,
      SteeringRequests requests,
      ReviewedPlans reviewed) {
    this.reviewed = reviewed;
    this.requests = requests;
    this.quorum = quorum;
    this.approvals = approvals;
    this.operations = operations;
    this.workflows = workflows;
    this.leases = leases;
    this.queues = queues;
    this.refusals = refusals;
  }

  /** What it waits for; nothing once it has ended. */
  List<Reason> explain(StoredOperation operation) {
    List<Reason> reasons = new ArrayList<>();
    if (operation.state().ended()) {
      return reasons;
    }
    String id = operation.id();
    decisions(operation).forEach(reasons::add);
    steering(id).forEach(reasons::add);
    retries(id).forEach(reasons::add);
    refused(id).forEach(reasons::add);
    if (Catalogue.find(operation.type())
        .filter(type -> type.scope() == OperationType.Scope.SUBJECT)
        .isPresent()) {
      reasons.add(
          Reason.of(
              null,
              "somebody to close it",
              operation.createdAt(),
              "close it when it is resolved with ./holdfast %s close %s --reason TEXT"
                  .formatted(operation.type(), id)));
    }
    Instant until = operation.waitsUntil();
    if (until != null) {
      reasons.add(failed(operation, until));
    } else if (operation.state() == OperationState.PAUSED) {
      reasons.add(
          Reason.of(
              null, "somebody to resume it", null, "resume it with ./holdfast ops resume " + id));
    }
    if (operation.state() == OperationState.PARKED) {
      parked(operation).forEach(reasons::add);
    }
    offline(id).forEach(reasons::add);
    Optional<RunningWorkflow> running = workflows.find(id);
    if (running.isEmpty()) {
      reasons.add(
          Reason.of(
              null,
              operation.runId() == null
                  ? "Temporal to take it; the platform offers it again by itself"
                  : "its end to be recorded; the platform does that by itself",
              operation.createdAt(),
              null));
      return reasons;
    }
    Map<String, Boolean> polled = new HashMap<>();
    StepReasons steps =
        new StepReasons(queue -> polled.computeIfAbsent(queue, this::polled), Clock.systemUTC());
    Reason noWorker = steps.ofWorkflows();
    if (noWorker != null) {
      reasons.add(noWorker);
    }
    add(id, running.get(), steps, reasons);
    for (String child : running.get().children()) {
      workflows
          .find(child)
          .ifPresent(found -> {
            int before = reasons.size();
            add(child, found, steps, reasons);
            if (reasons.size() == before && noWorker == null) {
              lease(child, found, steps).ifPresent(reasons::add);
            }
          });
    }
    return reasons;
  }

  /**
   * Whether workers take steps from a queue; where nobody can tell, that is not what is missing.
   */
  private boolean polled(String queue) {
    return queues
        .read(queue, QueuedWork.STEP)
        .map(known -> !known.workers().isEmpty())
        .orElse(true);
  }

  /** What people want of it and no worker has heard. */
  private List<Reason> steering(String id) {
    return requests.of(id).stream()
        .filter(wanted -> wanted.refusal() == null)
        .map(wanted ->
            Reason.of(
                null,
                "a worker to hear the %s of %s, which is recorded"
                    .formatted(wanted.action(), wanted.by()),
                wanted.since(),
                "nothing is lost; ./holdfast status shows the workers, ./holdfast worker starts one"))
        .toList();
  }

  private static Reason failed(StoredOperation operation, Instant until) {
    String id = operation.id();
    OperationGates gates = operation.gates();
    if (gates != null && gates.state() == GateState.REFUSED) {
      return new Reason(
          null,
          "somebody to see to a gate that did not hold, until %s"
              .formatted(until.truncatedTo(ChronoUnit.SECONDS)),
          gates.until(),
          null,
          gates.reason(),
          "start the next wave all the same with ./holdfast ops resume %1$s, or end it with ./holdfast ops cancel %1$s; ops retry and ops skip have the gates tried once more"
              .formatted(id));
    }
    return Reason.of(
        null,
        "somebody to see to the servers on which it has failed, until %s"
            .formatted(until.truncatedTo(ChronoUnit.SECONDS)),
        null,
        "try them once more with ./holdfast ops retry %s; ops fix, ops skip and ops cancel are the other ways"
            .formatted(id));
  }

  private static List<Reason> parked(StoredOperation operation) {
    OperationWindow window = operation.window();
    if (window == null || window.hours() == null || !Boolean.FALSE.equals(window.open())) {
      return List.of();
    }
    return List.of(
        Reason.of(
            null,
            "the window %s, which opens at %s".formatted(window.hours(), window.until()),
            null,
            "start its servers now with ./holdfast ops window %1$s --now, or in other hours with ./holdfast ops window %1$s --set HOURS"
                .formatted(operation.id())));
  }

  /** Servers that are parked until they can be reached. */
  private List<Reason> offline(String id) {
    return operations.servers(id).stream()
        .filter(server -> server.parked() != null && server.parked().why() == Why.OFFLINE)
        .map(server -> offline(id, ServerNames.within(server.name()), server))
        .toList();
  }

  private static Reason offline(String id, String name, OperationServer server) {
    ParkedServer parked = Objects.requireNonNull(server.parked());
    return new Reason(
            server.name(),
            "a connection to it, which is tried again until %s"
                .formatted(Objects.requireNonNull(parked.until()).truncatedTo(ChronoUnit.SECONDS)),
            parked.since(),
            null,
            server.error(),
            "find out why with ./holdfast server diagnose %s, or leave it out with ./holdfast ops skip %s --server %s"
                .formatted(name, id, name))
        .with(server.failure());
  }

  private List<Reason> decisions(StoredOperation operation) {
    String id = operation.id();
    return approvals.waiting(operation.organisation()).stream()
        .filter(waiting -> waiting.id().equals(id))
        .map(waiting ->
            Reason.of(
                waiting.server(),
                "somebody to approve "
                    + (AskedWork.of(operation).withoutPlan() ? "what it does, " : "the plan ")
                    + waiting.planHash()
                    + asked(operation, waiting)
                    + differs(operation, waiting),
                waiting.since(),
                "look at it with ./holdfast ops plan %s and approve it with ./holdfast approvals approve %s --plan %s"
                    .formatted(id, id, waiting.planHash())))
        .toList();
  }

  /** Why the approval of its runbook is not enough. */
  private String differs(StoredOperation operation, Approvals.Waiting waiting) {
    if (operation.settings().reviewed() == null) {
      return "";
    }
    String server = waiting.server();
    String why =
        reviewed
            .compare(
                server == null
                    ? Compared.all(operation.id())
                    : new Compared(
                        operation.id(),
                        ServerNames.full(operation.organisation(), server),
                        waiting.planHash()))
            .why();
    return why == null ? "" : ", which its runbook was not approved with: " + why;
  }

  /** What approval rules still ask for. */
  private String asked(StoredOperation operation, Approvals.Waiting waiting) {
    String server = waiting.server();
    return quorum
        .needs(
            operation,
            server == null ? null : ServerNames.full(operation.organisation(), server),
            waiting.planHash())
        .stream()
        .filter(need -> need.missing() > 0)
        .map(need ->
            ", %d more for the approval rule '%s' by %s"
                .formatted(need.missing(), need.rule(), need.from()))
        .collect(Collectors.joining());
  }

  /** A server that is still running and has failed is tried again by itself. */
  private List<Reason> retries(String id) {
    return operations.servers(id).stream()
        .filter(server -> server.state() == ServerState.RUNNING && server.error() != null)
        .map(server ->
            new Reason(server.name(), "its next attempt", null, null, server.error(), null)
                .with(server.failure()))
        .toList();
  }

  /** A server that refuses what is stored for it is not reached, or not as root. */
  private List<Reason> refused(String id) {
    Map<String, List<CredentialRefusal>> all = refusals.all();
    return operations.servers(id).stream()
        .filter(server -> !server.state().ended())
        .flatMap(server ->
            all.getOrDefault(server.name(), List.of()).stream()
                .map(refusal -> refused(server.name(), refusal)))
        .toList();
  }

  private static Reason refused(String server, CredentialRefusal refusal) {
    return new Reason(
        server,
        "a %s that %s accepts: the stored one is refused".formatted(refusal.kind().text(), server),
        refusal.since(),
        ahead(refusal.nextTry()),
        refusal.reason(),
        "store another with ./holdfast server set %s, or have it tried once more with ./holdfast server check %s"
            .formatted(server, server));
  }

  /** What is due already is tried with the next connection. */
  private static @Nullable Instant ahead(@Nullable Instant next) {
    return next != null && next.isAfter(Instant.now()) ? next : null;
  }

  private void add(
      String workflow, RunningWorkflow running, StepReasons steps, List<Reason> reasons) {
    if (running.stuck() != null) {
      reasons.add(
          Reason.of(
              server(workflow),
              "a repaired program: the workflow " + workflow + " fails again and again",
              running.stuck(),
              "this is a fault of Holdfast; the workflow's page in Temporal shows the error, and it"
                  + " continues by itself once workers with a repaired version run"));
    }
    running.steps().stream()
        .map(steps::of)
        .map(reason -> of(workflow, reason))
        .forEach(reasons::add);
  }

  private static Reason of(String workflow, Reason reason) {
    return reason.on(server(workflow));
  }

  private Optional<Reason> lease(String child, RunningWorkflow running, StepReasons steps) {
    String server = server(child);
    if (server == null) {
      return Optional.empty();
    }
    Optional<LeaseState> lease = leases.find(server);
    return lease
        .flatMap(state -> Optional.ofNullable(state.held()))
        .filter(held -> !held.request().holder().equals(child))
        .map(held -> held(server, held, running, steps));
  }

  /** A holder that is gone keeps the lease until the server shows that nothing of it runs. */
  private Reason held(
      String server, ServerLease.Held held, RunningWorkflow waiting, StepReasons steps) {
    String holder = held.request().holder();
    String operation = holder.split("/", 2)[0];
    if (workflows.find(holder).isPresent()) {
      return Reason.of(
          server,
          "the lease of %s, which %s holds".formatted(server, operation),
          waiting.startedAt(),
          "wait for it, or stop it: ./holdfast ops explain %s, ./holdfast ops cancel %s"
              .formatted(operation, operation));
    }
    Optional<Reason> closing =
        workflows.find(leases.workflowId(server)).stream()
            .flatMap(lease -> lease.steps().stream())
            .map(steps::of)
            .findFirst();
    return new Reason(
            server,
            "the lease of %s, which %s has left behind: the server must show first that nothing of it runs there"
                .formatted(server, operation),
            waiting.startedAt(),
            closing.map(Reason::nextRetryAt).orElse(null),
            closing.map(Reason::lastError).orElse(null),
            closing
                .map(Reason::remedy)
                .orElse(
                    "find out whether it can be reached with ./holdfast server diagnose " + server))
        .with(closing.map(Reason::failure).orElse(null));
  }

  /** The server of a child workflow, {@code op-…/web-1}. */
  private static @Nullable String server(String workflow) {
    int slash = workflow.indexOf('/');
    return slash < 0 ? null : workflow.substring(slash + 1);
  }
}
