package dev.holdfast.workers;

import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.change.ServerChanges;
import dev.holdfast.activities.credentials.RotationPlanner;
import dev.holdfast.activities.exec.ServerCommands;
import dev.holdfast.activities.facts.FactsReader;
import dev.holdfast.activities.files.HiddenFiles;
import dev.holdfast.activities.files.StoredContents;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.revert.CommitConfirmed;
import dev.holdfast.activities.secret.SecretValues;
import dev.holdfast.activities.secret.SecretVariables;
import dev.holdfast.activities.ssh.OfferedAlgorithms;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.transfer.Downloads;
import dev.holdfast.activities.transfer.ServerSyncs;
import dev.holdfast.activities.transfer.ServerTransfers;
import dev.holdfast.activities.transfer.Trees;
import dev.holdfast.activities.transfer.Uploads;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.SealedContents;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.operation.LeaseDeliveries;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.server.HostKeyPins;
import dev.holdfast.platform.server.PendingReverts;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.credentials.RotateCredentialsOperation;
import dev.holdfast.workflows.WorkflowTypes;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What changes servers. */
@Configuration(proxyBeanMethods = false)
class ChangeBeans {

  @Bean
  ServerChanges serverChanges(
      DatabasePool database,
      AtRest atRest,
      Servers servers,
      Ssh ssh,
      Journal journal,
      CommitConfirmed commitConfirmed,
      Secrets secrets,
      SecretValues values,
      RotationPlanner rotations) {
    return new ServerChanges(
        servers::byFullName,
        servers::moved,
        new HostKeyPins(database.jdbi()),
        servers::behind,
        ssh,
        journal,
        commitConfirmed,
        new FactsReader(ssh, OfferedAlgorithms.byKind()),
        new Plans(database.jdbi(), atRest),
        new Ledger(database.jdbi(), atRest),
        new StepLogs(database.jdbi(), atRest),
        new LeaseDeliveries(database.jdbi()),
        new PendingReverts(database.jdbi()),
        new ServerInputs(database.jdbi(), atRest)::find,
        new HiddenFiles(
            values,
            new SealedContents(secrets),
            atRest.digests(),
            new StoredContents(new FileStore(database.jdbi(), atRest))),
        new SecretVariables(values),
        WorkflowTypes.desiredStates(),
        Map.of(RotateCredentialsOperation.TYPE.name(), rotations));
  }

  @Bean
  ServerTransfers serverTransfers(
      DatabasePool database, AtRest atRest, Servers servers, Ssh ssh, Journal journal) {
    return new ServerTransfers(
        servers::byFullName,
        new Uploads(ssh, journal),
        new Downloads(ssh),
        new FileStore(database.jdbi(), atRest),
        new StepLogs(database.jdbi(), atRest),
        new Operations(database.jdbi(), atRest));
  }

  @Bean
  ServerSyncs serverSyncs(
      DatabasePool database, AtRest atRest, Servers servers, Ssh ssh, Journal journal) {
    return new ServerSyncs(
        servers::byFullName,
        new Trees(ssh, journal),
        new FileStore(database.jdbi(), atRest),
        new StepLogs(database.jdbi(), atRest),
        new Operations(database.jdbi(), atRest));
  }

  @Bean
  ServerCommands serverCommands(
      DatabasePool database,
      AtRest atRest,
      Servers servers,
      Ssh ssh,
      Journal journal,
      StepContexts contexts,
      SecretValues values) {
    return new ServerCommands(
        servers::byFullName,
        ssh,
        journal,
        new StepLogs(database.jdbi(), atRest),
        new Operations(database.jdbi(), atRest),
        contexts,
        values);
  }
}
