package dev.holdfast.activities.credentials;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.change.ServerChanges;
import dev.holdfast.activities.facts.FactsReader;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.revert.JournalledCommitConfirmed;
import dev.holdfast.activities.ssh.CredentialGuard;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.OfferedAlgorithms;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.operation.LeaseDeliveries;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.server.CredentialRotations;
import dev.holdfast.platform.server.HostKeyPins;
import dev.holdfast.platform.server.Machines;
import dev.holdfast.platform.server.PendingReverts;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.platform.server.StoredCredentialTries;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.credentials.RotationActivities;
import dev.holdfast.schemas.server.Server;
import io.temporal.testing.TestActivityEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** A worker that rotates credentials: a process of its own as far as connections go. */
final class RotationBench implements AutoCloseable {
  final SshjSsh ssh;
  final RotationActivities rotations;
  final ChangeActivities changes;
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();

  RotationBench(TestDatabase database) {
    Jdbi jdbi = database.jdbi();
    Secrets secrets = database.secrets();
    Servers servers = new Servers(jdbi, secrets);
    Credentials stored = new Stored(secrets);
    ssh =
        new SshjSsh(
            stored,
            SshSettings.defaults(),
            servers::byFullName,
            new CredentialGuard(new StoredCredentialTries(jdbi, secrets)));
    SshJournal journal = new SshJournal(ssh);
    var commitConfirmed = new JournalledCommitConfirmed(journal, ssh);
    Plans plans = new Plans(jdbi, database.atRest());
    Ledger ledger = new Ledger(jdbi, database.atRest());
    StepLogs logs = new StepLogs(jdbi, database.atRest());
    FactsReader facts = new FactsReader(ssh, OfferedAlgorithms.byKind());
    CredentialRotations kept = new CredentialRotations(jdbi, secrets);
    SudoPasswords passwords = new SudoPasswords(ssh, stored, kept);
    ServerChanges made =
        new ServerChanges(
            servers::byFullName,
            servers::moved,
            new HostKeyPins(jdbi),
            _ -> List.of(),
            ssh,
            journal,
            commitConfirmed,
            facts,
            plans,
            ledger,
            logs,
            new LeaseDeliveries(jdbi),
            new PendingReverts(jdbi),
            (_, _) -> Optional.empty(),
            database.hiddenFiles(),
            database.secretVariables(),
            Map.of(),
            Map.of(
                "rotate-credentials",
                new RotationPlanner(
                    facts, stored, passwords, new Machines(jdbi)::withTheSameHostKey)));
    temporal.registerActivitiesImplementations(
        made,
        new ServerRotations(
            servers::byFullName,
            ssh,
            journal,
            commitConfirmed,
            made,
            plans,
            ledger,
            logs,
            stored,
            kept,
            passwords,
            new CommandAudit(jdbi, database.atRest()),
            _ -> {}));
    rotations = LabFixture.activities(temporal, RotationActivities.class);
    changes = LabFixture.activities(temporal, ChangeActivities.class);
  }

  @Override
  public void close() {
    temporal.close();
    ssh.close();
  }

  /** As a worker reads them. */
  record Stored(Secrets secrets) implements Credentials {
    @Override
    public String privateKey(Server server) {
      return find(server.credential()).orElseThrow();
    }

    @Override
    public Optional<String> passphrase(Server server) {
      return find(Servers.passphraseFor(server));
    }

    @Override
    public Optional<String> sudoPassword(Server server) {
      return find(Servers.sudoPasswordOf(server.name()));
    }

    private Optional<String> find(String name) {
      return secrets.find(name).map(value -> new String(value, StandardCharsets.UTF_8));
    }
  }
}
