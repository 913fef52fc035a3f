package dev.holdfast.activities.exec;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.journal.SessionStates;
import dev.holdfast.activities.secret.SecretValues;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.ServersAtOnce;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOperation;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.gate.CommandGateActivities;
import dev.holdfast.schemas.gate.GateClosed;
import dev.holdfast.schemas.gate.GateTry;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Tries gates that are a command on each server of a wave, over SSH. Thread-safe. */
public final class GateCommands implements CommandGateActivities {
  private static final int SUMMARY = 80;

  private final ServerLookup servers;
  private final Ssh ssh;
  private final StepLogs logs;
  private final FleetRows rows;
  private final StepContexts contexts;
  private final SecretValues secrets;
  private final Clock clock;
  private final SessionStates states = new SessionStates();

  public GateCommands(
      ServerLookup servers,
      Ssh ssh,
      StepLogs logs,
      FleetRows rows,
      StepContexts contexts,
      SecretValues secrets,
      Clock clock) {
    this.servers = servers;
    this.ssh = ssh;
    this.logs = logs;
    this.rows = rows;
    this.contexts = contexts;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public void tryCommand(CommandTry wanted) {
    GateTry gate = wanted.gate();
    List<String> names = rows.gateServers(gate.operation(), wanted.servers());
    StepContexts.Shared shared = contexts.of(gate.operation(), ExecOperation.TYPE.name());
    AtomicBoolean refused = new AtomicBoolean();
    // Temporal's test environment counts from 0.
    int delivery = Math.max(1, Activity.getExecutionContext().getInfo().getAttempt());
    List<String> closed =
        ServersAtOnce.each(
            "gate-command", names, name -> why(wanted, shared, name, delivery, refused));
    if (!closed.isEmpty()) {
      String words = GateClosed.on(closed, names.size());
      throw refused.get()
          ? GateClosed.atOnce(words)
          : GateClosed.because(words, gate, clock.instant());
    }
  }

  /** Why it does not hold on a server; null where it does. */
  private @Nullable String why(
      CommandTry wanted,
      StepContexts.Shared shared,
      String name,
      int delivery,
      AtomicBoolean refused) {
    Optional<Server> server = servers.find(name);
    if (server.isEmpty()) {
      return StepServers.gone(name);
    }
    ExecInput input = ExecInput.ofGate(wanted.line());
    Step step = step(wanted, name, delivery, input);
    DirectRun run = new DirectRun(ssh, states, server.get(), input, secrets, logs, step);
    try (CommandContext.Scope scope = shared.open(step, server.get(), input)) {
      ExecOutcome outcome = run.run();
      if (outcome.error() != null) {
        scope.failed(outcome.error());
      }
      return outcome.error();
    } catch (RuntimeException e) {
      if (e instanceof ApplicationFailure failure
          && failure.getType().equals(FailureType.REFUSED.name())) {
        refused.set(true);
      }
      return Failures.words(e);
    }
  }

  /** Each try has a log of its own. */
  private static Step step(CommandTry wanted, String server, int delivery, ExecInput input) {
    GateTry gate = wanted.gate();
    return new Step(
        gate.operation(),
        server,
        "gate-%d-%d".formatted(gate.wave(), gate.number()),
        (gate.round() - 1) * Step.GENERATIONS + delivery,
        0,
        "Gate: " + input.summary(SUMMARY));
  }
}
