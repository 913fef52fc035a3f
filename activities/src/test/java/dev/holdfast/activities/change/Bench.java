package dev.holdfast.activities.change;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.facts.FactsReader;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.revert.JournalledCommitConfirmed;
import dev.holdfast.activities.ssh.OfferedAlgorithms;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.LabServer;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.namedsecret.NamedSecret;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.operation.LeaseDeliveries;
import dev.holdfast.platform.operation.OperationContent;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.server.HostKeyPins;
import dev.holdfast.platform.server.PendingReverts;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.CloseRequest;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.GroupRequest;
import dev.holdfast.schemas.change.ChangeActivities.PlanRequest;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.workflows.containers.PruneDesiredState;
import dev.holdfast.workflows.lockdown.LockdownDesiredState;
import dev.holdfast.workflows.serversetup.ServerSetupDesiredState;
import dev.holdfast.workflows.service.ServiceDesiredState;
import dev.holdfast.workflows.stack.DeployStackDesiredState;
import dev.holdfast.workflows.stack.RemoveStackDesiredState;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** The activities as a worker runs them: a real database, real connections, lab servers. */
final class Bench implements AutoCloseable {
  /** Rises with every operation, also of other tests of the JVM: servers remember the highest. */
  private static final AtomicInteger OPERATIONS = new AtomicInteger();

  /** Server-setup that reverts after 12 s what is not confirmed. */
  static final String HASTY = "hasty-server-setup";

  private final TestDatabase database = new TestDatabase();
  private final SshjSsh ssh;
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final Map<String, Server> servers = new ConcurrentHashMap<>();
  final Jdbi jdbi;
  final Plans plans;
  final ChangeActivities changes;

  Bench(List<LabServer> lab) throws IOException {
    jdbi = database.jdbi();
    plans = new Plans(jdbi, database.atRest());
    Map<String, LabServer> byName = new ConcurrentHashMap<>();
    for (LabServer server : lab) {
      byName.put(server.name(), server);
      servers.put(server.name(), registered(server));
    }
    ssh = new SshjSsh(server -> key(Objects.requireNonNull(byName.get(server.name()))));
    SshJournal journal = new SshJournal(ssh);
    temporal.registerActivitiesImplementations(
        new ServerChanges(
            name -> Optional.ofNullable(servers.get(name)),
            (name, port) -> {
              throw new AssertionError("no lab server changes its published port");
            },
            new HostKeyPins(jdbi),
            _ -> List.of(),
            ssh,
            journal,
            new JournalledCommitConfirmed(journal, ssh),
            new FactsReader(ssh, OfferedAlgorithms.byKind()),
            plans,
            new Ledger(jdbi, database.atRest()),
            new StepLogs(jdbi, database.atRest()),
            new LeaseDeliveries(jdbi),
            new PendingReverts(jdbi),
            new ServerInputs(jdbi, database.atRest())::find,
            database.hiddenFiles(),
            database.secretVariables(),
            Map.of(
                "lockdown",
                new LockdownDesiredState(),
                "server-setup",
                new ServerSetupDesiredState(),
                "service",
                new ServiceDesiredState(),
                "deploy-stack",
                new DeployStackDesiredState(),
                "remove-stack",
                new RemoveStackDesiredState(),
                "prune-containers",
                new PruneDesiredState(),
                HASTY,
                new ShortWindow<>(new ServerSetupDesiredState(), 12)),
            Map.of()));
    changes = LabFixture.activities(temporal, ChangeActivities.class);
  }

  /** One operation on one server, step by step. */
  Operation operation(String server, String type) {
    int number = OPERATIONS.incrementAndGet();
    String id = "op-%s-%d-%d".formatted(type, ProcessHandle.current().pid(), number);
    database.operation(id, type);
    return new Operation(id, server, type, LabFixture.nextToken());
  }

  /** One operation that has an input of its own for the server. */
  Operation operation(String server, String type, String input) {
    Operation operation = operation(server, type);
    database.server(operation.id, server);
    byte[] sealed =
        OperationContent.SERVER_INPUT.seal(
            database.atRest().keys().of(KeyOwner.operation(operation.id)),
            input.getBytes(StandardCharsets.UTF_8),
            server);
    jdbi.useHandle(handle ->
        handle.execute(
            "update operation_servers set input_sealed = ? where operation = ?",
            sealed,
            operation.id));
    return operation;
  }

  /** Sets a secret to which inputs may refer. */
  void secret(String name, String value) {
    NamedSecret _ =
        database
            .namedSecrets()
            .set(
                "default",
                name,
                new NamedSecrets.Setting(value.getBytes(StandardCharsets.UTF_8), null, null),
                "ann");
  }

  /** The same server under a login user of another name. */
  void loginAs(String server, String user) {
    servers.computeIfPresent(
        server,
        (name, s) ->
            new Server(
                name,
                s.address(),
                s.port(),
                user,
                s.credential(),
                s.hostKeys(),
                s.labels(),
                s.region()));
  }

  Server server(String name) {
    return Objects.requireNonNull(servers.get(name));
  }

  /** Whether a new connection gets in. */
  boolean reachable(String name) {
    try {
      ssh.prove(server(name), server(name).port());
      return true;
    } catch (SshException e) {
      if (e.type() != FailureType.UNREACHABLE) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    temporal.close();
    ssh.close();
    database.close();
  }

  /** What a workflow does with an operation on a server. */
  final class Operation {
    final String id;
    private final String server;
    private final String type;
    private final long token;

    private Operation(String id, String server, String type, long token) {
      this.id = id;
      this.server = server;
      this.type = type;
      this.token = token;
    }

    PlanSummary plan(String input) {
      try {
        Object read = JsonPayloads.mapper().readValue(input, Object.class);
        return changes.plan(new PlanRequest(step("plan", 1), type, read));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Plan stored(PlanSummary plan) {
      return plans.find(id, server, plan.hash()).orElseThrow();
    }

    ApplyOutcome apply(PlanSummary plan, String group, int generation) {
      return changes.apply(request(plan, ChangeActivities.applyKey(group), group, generation));
    }

    void prove(PlanSummary plan, String group, int generation) {
      changes.prove(request(plan, "prove/" + group, group, generation));
    }

    ConfirmOutcome confirm(PlanSummary plan, String group, int generation) {
      return changes.confirm(request(plan, "confirm/" + group, group, generation));
    }

    ConfirmOutcome revert(PlanSummary plan, String group, int generation) {
      return changes.revert(request(plan, "revert/" + group, group, generation));
    }

    void end() {
      changes.close(new CloseRequest(step("close", 1)));
    }

    /** All groups in order, confirmed where they have to be; returns the outcomes. */
    List<ApplyOutcome> applyAll(PlanSummary plan) {
      List<ApplyOutcome> outcomes = new ArrayList<>();
      for (PlanSummary.Group group : plan.groups()) {
        ApplyOutcome outcome = apply(plan, group.key(), 1);
        outcomes.add(outcome);
        if (group.commitConfirmed() && outcome.result() == ChangeActivities.Result.APPLIED) {
          prove(plan, group.key(), 1);
          confirm(plan, group.key(), 1);
        }
      }
      end();
      return outcomes;
    }

    List<String> ledger(String state) {
      return jdbi.withHandle(handle ->
          handle
              .createQuery("select change_id from changes where operation = :id and state = :state")
              .bind("id", id)
              .bind("state", state)
              .mapTo(String.class)
              .list());
    }

    private GroupRequest request(PlanSummary plan, String key, String group, int generation) {
      return new GroupRequest(step(key, generation), plan.hash(), group);
    }

    private Step step(String key, int generation) {
      return new Step(id, server, key, generation, token, key);
    }
  }

  private static Server registered(LabServer server) {
    return new Server(
        server.name(),
        server.address(),
        server.port(),
        server.user(),
        "server/" + server.name() + "/key",
        server.hostKeys().stream().map(key -> new HostKey(key.type(), key.base64())).toList(),
        Map.of("lab", "true"),
        null);
  }

  private static String key(LabServer server) {
    try {
      return Files.readString(server.keyFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
