package dev.holdfast.activities.exec;

import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.journal.SessionStates;
import dev.holdfast.activities.secret.SecretValues;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.activities.step.StoringListener;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.List;

/** Runs commands on servers over SSH. Thread-safe. */
public final class ServerCommands implements ExecActivities {
  private final ServerLookup servers;
  private final Ssh ssh;
  private final Journal journal;
  private final StepLogs logs;
  private final Operations operations;
  private final StepContexts contexts;
  private final SecretValues secrets;
  private final SessionStates states = new SessionStates();

  public ServerCommands(
      ServerLookup servers,
      Ssh ssh,
      Journal journal,
      StepLogs logs,
      Operations operations,
      StepContexts contexts,
      SecretValues secrets) {
    this.servers = servers;
    this.ssh = ssh;
    this.journal = journal;
    this.logs = logs;
    this.operations = operations;
    this.contexts = contexts;
    this.secrets = secrets;
  }

  @Override
  public ExecOutcome runOnce(RunRequest request) {
    Step step = request.step();
    ExecInput input = request.input();
    Server server = new StepServers(servers).of(step);
    Entry entry =
        new Entry(
            step,
            RemoteProgram.of(input.withEnv(secrets.variables(step, input.env()))),
            Duration.ofSeconds(input.timeoutSeconds()),
            (long) input.maxOutputMiB() << 20,
            surroundings(server, input));
    StoringListener listener = new StoringListener(logs, step);
    Outcome outcome = Failures.translated(() -> journal.run(server, entry, listener));
    long stdout = logs.stored(step, false);
    long stderr = logs.stored(step, true);
    return switch (outcome) {
      case Outcome.Finished finished ->
          ExecOutcome.ended(
              finished.exitCode(), finished.timedOut(), input.timeoutSeconds(), stdout, stderr);
      case Outcome.Interrupted(String reason) -> ExecOutcome.interrupted(reason, stdout, stderr);
      case Outcome.Fenced(long seen) -> throw Failures.fenced(step, seen);
    };
  }

  private static Journal.Surroundings surroundings(Server server, ExecInput input) {
    String user = input.user();
    if (input.sudo() || "root".equals(user)) {
      return new Journal.Surroundings.Root();
    }
    return user == null || user.equals(server.user())
        ? new Journal.Surroundings.Login()
        : new Journal.Surroundings.User(user);
  }

  @Override
  public List<String> findReachable(ReachRequest request) {
    return new ReachableServers(servers, ssh).of(request.servers());
  }

  @Override
  public List<ServerResult> runReadOnly(BatchRequest request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    operations.recordRunning(request.operation(), request.servers(), request.attempt());
    ReadOnlyBatch batch =
        new ReadOnlyBatch(
            servers,
            ssh,
            states,
            logs,
            operations,
            contexts,
            secrets,
            request,
            context.getInfo().getAttempt());
    try {
      return batch.run(() -> context.heartbeat(null));
    } catch (InterruptedException e) {
      throw Failures.interrupted();
    }
  }
}
