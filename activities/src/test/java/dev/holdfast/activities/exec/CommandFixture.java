package dev.holdfast.activities.exec;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.policy.CommandGate;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecActivities.RunRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.testing.TestActivityEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs commands on one server as the product does, each as an operation of its own. */
final class CommandFixture implements AutoCloseable {
  private static final AtomicInteger OPERATIONS = new AtomicInteger();

  private final TestDatabase database;
  private final Server server;
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final ExecActivities commands;
  private final long token = LabFixture.nextToken();

  CommandFixture(TestDatabase database, Ssh ssh, Server server) {
    this.database = database;
    this.server = server;
    temporal.registerActivitiesImplementations(
        new ServerCommands(
            _ -> Optional.of(server),
            ssh,
            new SshJournal(ssh),
            new StepLogs(database.jdbi(), database.atRest()),
            new Operations(database.jdbi(), database.atRest()),
            new StepContexts(
                new OperationOrigins(database.jdbi()),
                new CommandGate(
                    new CommandRules(database.jdbi()),
                    _ -> Optional.of(server),
                    new CommandAudit(database.jdbi(), database.atRest())),
                _ -> List.of()),
            database.secretValues()));
    commands = LabFixture.activities(temporal, ExecActivities.class);
  }

  /** One of the ways in which a command is run. */
  record Way(boolean readOnly, boolean sudo, @Nullable String user) {
    static final List<Way> FOUR =
        List.of(
            new Way(true, false, null),
            new Way(true, true, null),
            new Way(false, false, null),
            new Way(false, true, null));
  }

  /** How a command ended, whichever way it was run. */
  record Ended(
      @Nullable Integer exitCode,
      boolean timedOut,
      @Nullable String error,
      String stdout,
      String stderr) {}

  Ended run(Way way, String line, int timeoutSeconds) {
    return run(
        way.readOnly(),
        new ExecInput(
            null,
            line,
            null,
            null,
            way.sudo(),
            way.user(),
            Map.of(),
            null,
            timeoutSeconds,
            way.readOnly(),
            4,
            null));
  }

  Ended run(boolean readOnly, ExecInput input) {
    String operation = "op-fixture-" + OPERATIONS.incrementAndGet();
    database.operation(operation, "exec");
    database.server(operation, server.name());
    Step step = new Step(operation, server.name(), "run", 1, token, "Run it");
    if (!readOnly) {
      ExecOutcome outcome = commands.runOnce(new RunRequest(step, input));
      return ended(step, outcome.exitCode(), outcome.timedOut(), outcome.error());
    }
    ServerResult result =
        commands
            .runReadOnly(new BatchRequest(operation, List.of(server.name()), input, 1))
            .getFirst();
    Map<String, Object> facts = result.outcome() == null ? Map.of() : result.outcome();
    Integer code = facts.get("exitCode") instanceof Number number ? number.intValue() : null;
    return ended(step, code, facts.containsKey("timedOut"), result.error());
  }

  private Ended ended(Step step, @Nullable Integer code, boolean timedOut, @Nullable String error) {
    return new Ended(code, timedOut, error, text(step, "stdout"), text(step, "stderr"));
  }

  private String text(Step step, String stream) {
    var text = new ByteArrayOutputStream();
    try {
      new OperationLogs(database.jdbi(), database.atRest())
          .copy(step.operation(), step.server(), step.key(), stream, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    temporal.close();
  }
}
