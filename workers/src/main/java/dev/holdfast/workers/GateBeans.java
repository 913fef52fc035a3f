package dev.holdfast.workers;

import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.change.GateVerification;
import dev.holdfast.activities.change.ServerChanges;
import dev.holdfast.activities.exec.GateCommands;
import dev.holdfast.activities.secret.SecretValues;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.step.Reachability;
import dev.holdfast.activities.step.RecordedSteps;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.platform.operation.LeaseDeliveries;
import dev.holdfast.platform.operation.StepRecords;
import dev.holdfast.platform.server.Servers;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What tries the gates between waves on servers. */
@Configuration(proxyBeanMethods = false)
class GateBeans {

  @Bean
  GateCommands gateCommands(
      DatabasePool database,
      AtRest atRest,
      Servers servers,
      Ssh ssh,
      StepContexts contexts,
      SecretValues secrets) {
    return new GateCommands(
        servers::byFullName,
        ssh,
        new StepLogs(database.jdbi(), atRest),
        new FleetRows(database.jdbi()),
        contexts,
        secrets,
        Clock.systemUTC());
  }

  @Bean
  GateVerification gateVerification(
      DatabasePool database, AtRest atRest, StepContexts contexts, ServerChanges changes) {
    return new GateVerification(
        changes,
        new RecordedSteps(
            new StepRecords(database.jdbi(), atRest),
            contexts,
            new Reachability(new LeaseDeliveries(database.jdbi())::begun, Clock.systemUTC()),
            ManagementFactory.getRuntimeMXBean().getName()),
        new FleetRows(database.jdbi()),
        Clock.systemUTC());
  }
}
