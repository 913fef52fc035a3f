package dev.holdfast.activities.change;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.activities.access.AccessReader;
import dev.holdfast.activities.facts.FactsReader;
import dev.holdfast.activities.files.HiddenFiles;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.revert.CommitConfirmed;
import dev.holdfast.activities.secret.SecretVariables;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.activities.step.StoringListener;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.operation.LeaseDeliveries;
import dev.holdfast.platform.server.HostKeyPins;
import dev.holdfast.platform.server.PendingReverts;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.undo.UndoInput;
import dev.holdfast.schemas.undo.UndoOperation;
import java.util.List;
import java.util.Map;

/** Plans and makes changes on servers over SSH. Thread-safe. */
public final class ServerChanges implements ChangeActivities {
  private final StepServers servers;
  private final ServerPorts registeredPorts;
  private final ChangedHostKeys hostKeys;
  private final Ssh ssh;
  private final Journal journal;
  private final CommitConfirmed commitConfirmed;
  private final Plans plans;
  private final Ledger ledger;
  private final StepLogs logs;
  private final LeaseDeliveries deliveries;
  private final RevertWindow window;
  private final Planner planner;
  private final UndoPlanner undoPlanner;
  private final ObjectMapper json = JsonPayloads.mapper();
  private final GivenInputs inputs;
  private final HiddenFiles hidden;
  private final SecretVariables variables;
  private final Map<String, DesiredState<?>> states;
  private final Map<String, OwnPlanner> planners;

  /**
   * @param inputs what operations were given for single servers
   * @param hidden keeps secrets of files out of plans and ledger
   * @param variables keeps secrets of variables out of them
   * @param states the desired state of each operation, by the operation's name
   * @param planners of the operations whose plans are made in another way, by the operation's name
   */
  public ServerChanges(
      ServerLookup servers,
      ServerPorts registeredPorts,
      HostKeyPins pins,
      ServersBehind behind,
      Ssh ssh,
      Journal journal,
      CommitConfirmed commitConfirmed,
      FactsReader facts,
      Plans plans,
      Ledger ledger,
      StepLogs logs,
      LeaseDeliveries deliveries,
      PendingReverts reverts,
      GivenInputs inputs,
      HiddenFiles hidden,
      SecretVariables variables,
      Map<String, DesiredState<?>> states,
      Map<String, OwnPlanner> planners) {
    this.servers = new StepServers(servers);
    this.registeredPorts = registeredPorts;
    this.hostKeys = new ChangedHostKeys(ssh, pins);
    this.ssh = ssh;
    this.journal = journal;
    this.commitConfirmed = commitConfirmed;
    this.plans = plans;
    this.ledger = ledger;
    this.logs = logs;
    this.deliveries = deliveries;
    this.window = new RevertWindow(reverts);
    this.planner = new Planner(facts, new AccessReader(ssh), behind, hidden, variables, json);
    this.undoPlanner = new UndoPlanner(facts, ledger, hidden, planner::access);
    this.inputs = inputs;
    this.hidden = hidden;
    this.variables = variables;
    this.states = Map.copyOf(states);
    this.planners = Map.copyOf(planners);
  }

  @Override
  public PlanSummary plan(PlanRequest request) {
    Server server = servers.of(request.step());
    try {
      Plan plan = Failures.translated(() -> made(server, request));
      plans.store(request.step().operation(), plan);
      return plan.summary();
    } catch (IllegalArgumentException e) {
      throw Failures.of(FailureType.BAD_INPUT, "input: " + e.getMessage());
    }
  }

  private Plan made(Server server, PlanRequest request) {
    if (request.operationType().equals(UndoOperation.TYPE.name())) {
      return undoPlanner.plan(server, json.convertValue(request.input(), UndoInput.class));
    }
    OwnPlanner own = planners.get(request.operationType());
    if (own != null) {
      return own.plan(request.step(), server, input(request));
    }
    DesiredState<?> state = states.get(request.operationType());
    if (state == null) {
      throw Failures.of(
          FailureType.BAD_INPUT,
          "'" + request.operationType() + "' is not an operation on servers");
    }
    return planner.plan(request.step(), server, state, input(request));
  }

  /** The server's own input where it was given one; what all of them were given otherwise. */
  private Object input(PlanRequest request) {
    Step step = request.step();
    return inputs
        .of(step.operation(), step.server())
        .<Object>map(own -> JsonPayloads.read(own, new TypeReference<Map<String, Object>>() {}))
        .orElse(request.input());
  }

  @Override
  public ApplyOutcome apply(GroupRequest request) {
    Step step = request.step();
    Plan plan = stored(request);
    if (!plan.refusals().isEmpty()) {
      throw Failures.of(FailureType.REFUSED, String.join("; ", plan.refusals()));
    }
    Server server = servers.of(step);
    GroupChange group = change(plan, request, server);
    GroupChange revealed =
        group.with(change -> variables.revealed(step, hidden.revealed(step, change)));
    StoringListener listener = new StoringListener(logs, step);
    Outcome outcome;
    hostKeys.expect(server, step.operation(), group.group());
    try {
      outcome =
          Failures.translated(() ->
              group.commitConfirmed()
                  ? armed(server, revealed.armed(step), listener)
                  : journal.run(server, revealed.entry(step), listener));
    } catch (RuntimeException e) {
      // It may never be delivered again, such as when it is cancelled; what is armed is reverted
      // then.
      if (!group.commitConfirmed()) {
        recordWhatIsKnown(step, group, e);
      }
      throw e;
    }
    ApplyOutcome applied = outcome(outcome, step, group);
    if (applied.result() == Result.FAILED) {
      window.closes(server);
      hostKeys.reverted(server, group.group());
    }
    ledger.applied(step, group.changes(applied.applied()));
    return applied;
  }

  private void recordWhatIsKnown(Step step, GroupChange group, RuntimeException failure) {
    try {
      ledger.applied(step, group.changes(applied(step)));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private Outcome armed(Server server, CommitConfirmed.Armed armed, StoringListener listener) {
    window.opens(server, armed);
    return commitConfirmed.apply(server, armed, listener);
  }

  private ApplyOutcome outcome(Outcome outcome, Step step, GroupChange group) {
    return switch (outcome) {
      case Outcome.Finished(int code, var _, String tail) when code == 0 ->
          new ApplyOutcome(Result.APPLIED, code, applied(step), tail);
      // What failed after it was armed was taken back before this is known.
      case Outcome.Finished(int code, var _, String tail) ->
          new ApplyOutcome(
              Result.FAILED,
              code,
              group.commitConfirmed() ? List.of() : applied(step),
              Fragments.withoutMark(tail),
              Fragments.failedOn(logs.stdout(step)));
      case Outcome.Interrupted(String reason) ->
          new ApplyOutcome(
              Result.INTERRUPTED, -1, group.commitConfirmed() ? List.of() : applied(step), reason);
      case Outcome.Fenced(long seen) -> throw Failures.fenced(step, seen);
    };
  }

  private List<String> applied(Step step) {
    return Fragments.applied(logs.stdout(step));
  }

  @Override
  public void prove(GroupRequest request) {
    Server server = servers.of(request.step());
    Plan plan = stored(request);
    int _ =
        Failures.translated(() -> {
          int port = proven(server, plan, request);
          new ActiveUnits(ssh).prove(at(server, port), change(plan, request, server).active());
          return port;
        });
  }

  @Override
  public ConfirmOutcome confirm(GroupRequest request) {
    Server server = servers.of(request.step());
    Plan plan = stored(request);
    return Failures.translated(
        () -> window.reaching(server, () -> confirmed(server, plan, request)));
  }

  private ConfirmOutcome confirmed(Server server, Plan plan, GroupRequest request) {
    boolean moves = !ports(plan, request, server).equals(List.of(server.port()));
    Server reached = moves ? at(server, proven(server, plan, request)) : server;
    ConfirmOutcome outcome =
        commitConfirmed.confirm(reached, request.step(), applied(request), listener(request));
    if (outcome == ConfirmOutcome.REVERTED) {
      ledger.reverted(request.step(), group(plan, request).changes());
    } else if (moves) {
      registeredPorts.moved(server.name(), reached.port());
      ssh.forget(server);
    }
    window.closes(server);
    hostKeys.decided(server, group(plan, request), outcome);
    return outcome;
  }

  @Override
  public ConfirmOutcome revert(GroupRequest request) {
    Server server = servers.of(request.step());
    Plan plan = stored(request);
    return Failures.translated(() -> {
      ConfirmOutcome outcome = window.reaching(server, () -> revertAt(server, plan, request));
      window.closes(server);
      hostKeys.decided(server, group(plan, request), outcome);
      if (outcome == ConfirmOutcome.REVERTED) {
        ledger.reverted(request.step(), group(plan, request).changes());
      }
      return outcome;
    });
  }

  /** Through the port that answers: the change to take back may have moved it. */
  private ConfirmOutcome revertAt(Server server, Plan plan, GroupRequest request) {
    try {
      return commitConfirmed.revert(server, request.step(), applied(request), listener(request));
    } catch (SshException e) {
      List<Integer> ports = ports(plan, request, server);
      if (e.type() != FailureType.UNREACHABLE || ports.equals(List.of(server.port()))) {
        throw e;
      }
      Server moved = at(server, proven(server, plan, request));
      return commitConfirmed.revert(moved, request.step(), applied(request), listener(request));
    }
  }

  @Override
  public void close(CloseRequest request) {
    Step step = request.step();
    if (!deliveries.end(step)) {
      // Nothing was started under the lease, and from now on nothing will be.
      return;
    }
    Server server = servers.of(step);
    boolean _ =
        Failures.translated(() -> {
          journal.close(server, step.operation(), step.fencingToken());
          hostKeys.settle(server);
          return true;
        });
  }

  /** The first port on which one can get in with a new connection. */
  private int proven(Server server, Plan plan, GroupRequest request) {
    SshException last = null;
    for (int port : ports(plan, request, server)) {
      try {
        hostKeys.prove(server, port, group(plan, request));
        return port;
      } catch (SshException e) {
        last = e;
      }
    }
    throw last == null
        ? new SshException(FailureType.UNREACHABLE, server.name() + " listens nowhere", null)
        : last;
  }

  private List<Integer> ports(Plan plan, GroupRequest request, Server server) {
    return change(plan, request, server).portsAfter(server.port());
  }

  private static GroupChange change(Plan plan, GroupRequest request, Server server) {
    return new GroupChange(group(plan, request), LoginAccount.named(server.user()));
  }

  /** The step that made the changes which this one proves, confirms or reverts. */
  private static Step applied(GroupRequest request) {
    Step step = request.step();
    return new Step(
        step.operation(),
        step.server(),
        ChangeActivities.applyKey(request.group()),
        step.generation(),
        step.fencingToken(),
        step.summary());
  }

  private StoringListener listener(GroupRequest request) {
    return new StoringListener(logs, request.step());
  }

  private static Server at(Server server, int port) {
    return server.withPort(port);
  }

  private static Plan.Group group(Plan plan, GroupRequest request) {
    try {
      return plan.group(request.group());
    } catch (IllegalArgumentException e) {
      throw Failures.of(FailureType.BAD_INPUT, String.valueOf(e.getMessage()));
    }
  }

  private Plan stored(GroupRequest request) {
    Step step = request.step();
    return plans
        .find(step.operation(), step.server(), request.planHash())
        .orElseThrow(() ->
            Failures.of(
                FailureType.BAD_INPUT,
                "%s has no plan %s for %s"
                    .formatted(step.operation(), request.planHash(), step.server())));
  }
}
