package dev.holdfast.workers;

import dev.holdfast.activities.audit.AuditTrail;
import dev.holdfast.activities.audit.AuditedJournal;
import dev.holdfast.activities.audit.AuditedSsh;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.change.FleetPlanner;
import dev.holdfast.activities.change.ServerChanges;
import dev.holdfast.activities.containers.monitor.ContainerWatch;
import dev.holdfast.activities.incident.IncidentRecords;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.lease.LeasedSsh;
import dev.holdfast.activities.lease.ServerLeases;
import dev.holdfast.activities.operation.FleetRecords;
import dev.holdfast.activities.operation.OperationRecords;
import dev.holdfast.activities.operation.ServerWorkflows;
import dev.holdfast.activities.policy.CommandGate;
import dev.holdfast.activities.revert.CommitConfirmed;
import dev.holdfast.activities.revert.JournalledCommitConfirmed;
import dev.holdfast.activities.secret.SecretValues;
import dev.holdfast.activities.ssh.ChosenSsh;
import dev.holdfast.activities.ssh.CredentialGuard;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.SeenSsh;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshMetrics;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.activities.ssh.StoredAdapters;
import dev.holdfast.activities.ssh.mina.MinaSsh;
import dev.holdfast.activities.step.Heartbeats;
import dev.holdfast.activities.step.Reachability;
import dev.holdfast.activities.step.RecordedSteps;
import dev.holdfast.activities.step.StepInterceptor;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.incident.Incidents;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.platform.operation.LeaseDeliveries;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.operation.OperationServers;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ParkedServers;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.operation.ServerRepairs;
import dev.holdfast.platform.operation.StepRecords;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.secret.ServerSecrets;
import dev.holdfast.platform.server.ServerAdapters;
import dev.holdfast.platform.server.ServerContacts;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.platform.server.StoredCredentialTries;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.platform.temporal.TemporalConnection;
import io.temporal.activity.ActivityInterface;
import io.temporal.common.interceptors.WorkerInterceptor;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * The parts of a worker that all operations share; Spring closes them in the reverse order in which
 * they were made. The configurations beside it bring the activities of each domain and are found.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
class WorkerBeans {

  @Bean
  DatabasePool database(PlatformConfig config) {
    return new DatabasePool("worker", config.database());
  }

  @Bean
  TemporalConnection temporal(PlatformConfig config) {
    return new TemporalConnection(config);
  }

  @Bean
  Keyset keyset(PlatformConfig config) {
    return new Keyset(Path.of(config.keysDirectory()).resolve(Keyset.SECRETS));
  }

  @Bean
  Secrets secrets(Keyset keyset, DatabasePool database) {
    return new Secrets(database.jdbi(), keyset);
  }

  @Bean
  AtRest atRest(Keyset keyset, DatabasePool database) {
    return new AtRest(database.jdbi(), keyset);
  }

  @Bean
  Servers servers(DatabasePool database, Secrets secrets) {
    return new Servers(database.jdbi(), secrets);
  }

  @Bean
  Credentials credentials(Secrets secrets) {
    return new StoredCredentials(secrets);
  }

  @Bean
  CredentialGuard credentialGuard(DatabasePool database, Secrets secrets) {
    return new CredentialGuard(new StoredCredentialTries(database.jdbi(), secrets));
  }

  @Bean
  CommandAudit commandAudit(DatabasePool database, AtRest atRest) {
    return new CommandAudit(database.jdbi(), atRest);
  }

  @Bean
  AuditTrail auditTrail(CommandAudit audit) {
    return new AuditTrail(audit);
  }

  @Bean
  NamedSecrets namedSecrets(DatabasePool database, AtRest atRest) {
    return new NamedSecrets(database.jdbi(), atRest.keys());
  }

  @Bean
  ServerSecrets serverSecrets(Secrets secrets, NamedSecrets named) {
    return new ServerSecrets(secrets, named::usedOn);
  }

  @Bean
  SecretValues secretValues(
      DatabasePool database, NamedSecrets named, CommandAudit audit, ServerSecrets secrets) {
    Settings settings = new Settings(database.jdbi());
    return new SecretValues(
        named, audit, () -> settings.get(Setting.LEASE_PRIVATE), secrets::forget);
  }

  @Bean
  Ssh ssh(
      Credentials credentials,
      CredentialGuard guard,
      Servers servers,
      DatabasePool database,
      AuditTrail trail,
      ServerSecrets secrets) {
    Ssh chosen =
        new ChosenSsh(
            new SshjSsh(credentials, SshSettings.defaults(), servers::byFullName, guard),
            new MinaSsh(credentials, SshSettings.defaults(), guard),
            new StoredAdapters(new ServerAdapters(database.jdbi())));
    ServerContacts contacts = new ServerContacts(database.jdbi());
    Ssh seen = new SeenSsh(chosen, contacts::reached, contacts::failed);
    Ssh leased = new LeasedSsh(seen, new LeaseDeliveries(database.jdbi()));
    return new AuditedSsh(leased, trail, secrets::of);
  }

  @Bean
  RemovedServers removedServers(Servers servers) {
    return new RemovedServers(servers, SshMetrics.global());
  }

  @Bean
  Journal journal(Ssh ssh, AuditTrail trail, ServerSecrets secrets) {
    return new AuditedJournal(new SshJournal(ssh), trail, secrets::of);
  }

  @Bean
  CommitConfirmed commitConfirmed(Journal journal, Ssh ssh) {
    return new JournalledCommitConfirmed(journal, ssh);
  }

  @Bean
  Heartbeats heartbeats() {
    return new Heartbeats();
  }

  @Bean
  StepContexts stepContexts(
      DatabasePool database, Servers servers, CommandAudit audit, ServerSecrets secrets) {
    return new StepContexts(
        new OperationOrigins(database.jdbi()),
        new CommandGate(new CommandRules(database.jdbi()), servers::byFullName, audit),
        secrets::of);
  }

  @Bean
  StepInterceptor stepInterceptor(
      DatabasePool database, AtRest atRest, Heartbeats heartbeats, StepContexts contexts) {
    return new StepInterceptor(
        new StepRecords(database.jdbi(), atRest),
        heartbeats,
        contexts,
        new Reachability(new LeaseDeliveries(database.jdbi())::begun, Clock.systemUTC()),
        ManagementFactory.getRuntimeMXBean().getName());
  }

  @Bean
  OperationRecords operationRecords(DatabasePool database, AtRest atRest, ServerSecrets secrets) {
    return new OperationRecords(new Operations(database.jdbi(), atRest), secrets::redactor);
  }

  @Bean
  FleetRecords fleetRecords(
      OperationRecords records, TemporalConnection temporal, DatabasePool database, AtRest atRest) {
    return new FleetRecords(
        records,
        new Operations(database.jdbi(), atRest),
        new OperationServers(database.jdbi(), atRest),
        new FleetRows(database.jdbi()),
        new ServerRepairs(database.jdbi(), atRest),
        new ParkedServers(database.jdbi()),
        new ServerInputs(database.jdbi(), atRest),
        new ServerWorkflows(temporal.client()));
  }

  @Bean
  FleetPlanner fleetPlanner(
      DatabasePool database, AtRest atRest, StepContexts contexts, ServerChanges changes) {
    return new FleetPlanner(
        changes,
        new RecordedSteps(
            new StepRecords(database.jdbi(), atRest),
            contexts,
            new Reachability(new LeaseDeliveries(database.jdbi())::begun, Clock.systemUTC()),
            ManagementFactory.getRuntimeMXBean().getName()),
        new Operations(database.jdbi(), atRest),
        new FleetRows(database.jdbi()));
  }

  @Bean
  IncidentRecords incidentRecords(DatabasePool database, AtRest atRest) {
    return new IncidentRecords(new Incidents(database.jdbi(), atRest));
  }

  @Bean
  ServerLeases serverLeases(TemporalConnection temporal, DatabasePool database) {
    return new ServerLeases(temporal.client(), database.jdbi());
  }

  @Bean(initMethod = "start")
  TemporalWorkers temporalWorkers(
      TemporalConnection temporal,
      List<WorkerInterceptor> interceptors,
      WorkerOptions options,
      OperationRecords records,
      FleetRecords fleets,
      ServerLeases leases,
      IncidentRecords incidents,
      ContainerWatch watch,
      ApplicationContext context) {
    List<Object> recording = List.of(records, fleets, leases, incidents);
    List<Object> watching = List.of(watch);
    // Whatever bean implements activities: a new one is found, and no list is edited for it.
    List<Object> onServers =
        context.getBeansWithAnnotation(ActivityInterface.class).values().stream()
            .filter(bean -> !recording.contains(bean) && !watching.contains(bean))
            .toList();
    return new TemporalWorkers(
        temporal.client(), interceptors, options, recording, onServers, watching);
  }
}
