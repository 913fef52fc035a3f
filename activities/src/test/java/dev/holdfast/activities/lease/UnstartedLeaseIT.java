package dev.holdfast.activities.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.change.ServerChanges;
import dev.holdfast.activities.facts.FactsReader;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.policy.CommandGate;
import dev.holdfast.activities.revert.JournalledCommitConfirmed;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.operation.LeaseDeliveries;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.platform.server.HostKeyPins;
import dev.holdfast.platform.server.PendingReverts;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.CloseRequest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A lease under which nothing was started is free, also where its server cannot be asked. */
@LabTest
final class UnstartedLeaseIT {
  @SuppressWarnings("NullAway.Init")
  private static TestDatabase database;

  private final Lab lab;
  private final Server server;
  private final Jdbi jdbi = database.jdbi();
  private final Ssh ssh;
  private final SshJournal journal;
  private final ServerChanges changes;
  private final long token = LabFixture.nextToken();
  private String operation = "";

  UnstartedLeaseIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.server = LabFixture.server(labServer);
    this.ssh = new LeasedSsh(LabFixture.ssh(labServer), new LeaseDeliveries(jdbi));
    this.journal = new SshJournal(ssh);
    this.changes =
        new ServerChanges(
            _ -> Optional.of(server),
            (_, _) -> {},
            new HostKeyPins(jdbi),
            _ -> List.of(),
            ssh,
            journal,
            new JournalledCommitConfirmed(journal, ssh),
            new FactsReader(ssh, Map.of()),
            new Plans(jdbi, database.atRest()),
            new Ledger(jdbi, database.atRest()),
            new StepLogs(jdbi, database.atRest()),
            new LeaseDeliveries(jdbi),
            new PendingReverts(jdbi),
            (_, _) -> Optional.empty(),
            database.hiddenFiles(),
            database.secretVariables(),
            Map.of(),
            Map.of());
  }

  @BeforeAll
  static void start() throws IOException {
    database = new TestDatabase();
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @BeforeEach
  void begin(TestInfo test) {
    operation = LabFixture.operation(test);
    database.operation(operation, "exec");
    jdbi.useHandle(h -> h.execute("update operations set deliveries_recorded = true"));
  }

  @AfterEach
  void end() {
    sudo(true);
    ssh.close();
  }

  @Test
  void shouldEndTheLeaseWhereSudoRefusedAllThatWasSent() {
    sudo(false);
    assertThat(run("run").type()).isEqualTo(FailureType.NO_SUDO);
    assertThat(run("again").type()).isEqualTo(FailureType.NO_SUDO);

    assertThatCode(this::close).doesNotThrowAnyException();

    sudo(true);
    // A worker that was paused meanwhile comes too late.
    assertThat(run("late").type()).isEqualTo(FailureType.FENCED);
  }

  @Test
  void shouldLookAfterALeaseUnderWhichSomethingWasStarted() {
    start("first");
    sudo(false);
    assertThat(run("second").type()).isEqualTo(FailureType.NO_SUDO);

    assertThat(catchThrowableOfType(ApplicationFailure.class, this::close).getType())
        .isEqualTo(FailureType.NO_SUDO.name());

    sudo(true);
    assertThatCode(this::close).doesNotThrowAnyException();
  }

  @Test
  void shouldLookAfterALeaseOfWhichNothingIsRecorded() {
    jdbi.useHandle(h -> h.execute("update operations set deliveries_recorded = false"));
    sudo(false);

    assertThat(catchThrowableOfType(ApplicationFailure.class, this::close)).isNotNull();
  }

  private SshException run(String key) {
    SshException failure = catchThrowableOfType(SshException.class, () -> start(key));
    assertThat(failure).isNotNull();
    return failure;
  }

  private void start(String key) {
    Step step = new Step(operation, server.name(), key, 1, token, "Run it");
    try (CommandContext.Scope _ = contexts().open(step, "a request")) {
      var _ =
          journal.run(server, new Entry(step, "true", Duration.ofSeconds(20)), LabFixture.SILENT);
    }
  }

  private void close() {
    Step step =
        new Step(operation, server.name(), ChangeActivities.CLOSE_KEY, 1, token, "Clean up");
    try (CommandContext.Scope _ = contexts().open(step, "a request")) {
      changes.close(new CloseRequest(step));
    }
  }

  private StepContexts contexts() {
    return new StepContexts(
        new OperationOrigins(jdbi),
        new CommandGate(
            new CommandRules(jdbi),
            _ -> Optional.of(server),
            new CommandAudit(jdbi, database.atRest())),
        _ -> List.of());
  }

  private void sudo(boolean allowed) {
    LabFixture.onServer(
        lab,
        allowed
            ? "[ ! -e /root/90-login-user ] || mv /root/90-login-user /etc/sudoers.d/"
            : "mv /etc/sudoers.d/90-login-user /root/");
  }
}
