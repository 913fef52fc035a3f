package dev.holdfast.workers;

import dev.holdfast.activities.change.ServerChanges;
import dev.holdfast.activities.credentials.RotationPlanner;
import dev.holdfast.activities.credentials.ServerRotations;
import dev.holdfast.activities.credentials.SudoPasswords;
import dev.holdfast.activities.facts.FactsReader;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.revert.CommitConfirmed;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.OfferedAlgorithms;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.secret.ServerSecrets;
import dev.holdfast.platform.server.CredentialRotations;
import dev.holdfast.platform.server.Machines;
import dev.holdfast.platform.server.Servers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What rotates the credentials of servers. */
@Configuration(proxyBeanMethods = false)
class RotationBeans {

  @Bean
  CredentialRotations credentialRotations(DatabasePool database, Secrets secrets) {
    return new CredentialRotations(database.jdbi(), secrets);
  }

  @Bean
  SudoPasswords sudoPasswords(Ssh ssh, Credentials credentials, CredentialRotations rotations) {
    return new SudoPasswords(ssh, credentials, rotations);
  }

  @Bean
  RotationPlanner rotationPlanner(
      DatabasePool database, Ssh ssh, Credentials credentials, SudoPasswords passwords) {
    return new RotationPlanner(
        new FactsReader(ssh, OfferedAlgorithms.byKind()),
        credentials,
        passwords,
        new Machines(database.jdbi())::withTheSameHostKey);
  }

  @Bean
  ServerRotations serverRotations(
      DatabasePool database,
      AtRest atRest,
      Servers servers,
      Ssh ssh,
      Journal journal,
      CommitConfirmed commitConfirmed,
      ServerChanges changes,
      Credentials credentials,
      CredentialRotations rotations,
      SudoPasswords passwords,
      CommandAudit audit,
      ServerSecrets secrets) {
    return new ServerRotations(
        servers::byFullName,
        ssh,
        journal,
        commitConfirmed,
        changes,
        new Plans(database.jdbi(), atRest),
        new Ledger(database.jdbi(), atRest),
        new StepLogs(database.jdbi(), atRest),
        credentials,
        rotations,
        passwords,
        audit,
        secrets::forget);
  }
}
