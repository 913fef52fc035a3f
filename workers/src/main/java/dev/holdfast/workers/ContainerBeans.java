package dev.holdfast.workers;

import dev.holdfast.activities.containers.ContainerControls;
import dev.holdfast.activities.containers.Engines;
import dev.holdfast.activities.containers.EvidenceCollection;
import dev.holdfast.activities.containers.Quarantines;
import dev.holdfast.activities.containers.ServerContainers;
import dev.holdfast.activities.containers.monitor.ContainerWatch;
import dev.holdfast.activities.containers.monitor.MonitorRecords;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.containers.ContainerHistory;
import dev.holdfast.platform.containers.ContainerMonitors;
import dev.holdfast.platform.containers.ContainerObservations;
import dev.holdfast.platform.containers.LearntDestinations;
import dev.holdfast.platform.containers.QuarantineDecisions;
import dev.holdfast.platform.containers.SetLimits;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.platform.setting.Settings;
import org.jdbi.v3.core.Jdbi;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** What works with the container engines of servers. */
@Configuration(proxyBeanMethods = false)
class ContainerBeans {

  @Bean
  Engines engines(Ssh ssh) {
    return new Engines(ssh);
  }

  @Bean
  ServerContainers serverContainers(
      DatabasePool database, AtRest atRest, Servers servers, Engines engines, Ssh ssh) {
    return new ServerContainers(
        servers::byFullName,
        engines,
        ssh,
        new StepLogs(database.jdbi(), atRest),
        new QuarantineDecisions(database.jdbi()));
  }

  @Bean
  ContainerControls containerControls(
      DatabasePool database,
      AtRest atRest,
      Servers servers,
      Engines engines,
      Ssh ssh,
      Journal journal) {
    return new ContainerControls(
        servers::byFullName, engines, ssh, journal, new StepLogs(database.jdbi(), atRest));
  }

  @Bean
  Quarantines quarantines(
      DatabasePool database,
      AtRest atRest,
      Servers servers,
      Engines engines,
      Ssh ssh,
      Journal journal) {
    return new Quarantines(
        servers::byFullName,
        engines,
        ssh,
        journal,
        new StepLogs(database.jdbi(), atRest),
        new EvidenceCollection(
            engines,
            ssh,
            new FileStore(database.jdbi(), atRest),
            new Operations(database.jdbi(), atRest)));
  }

  @Bean
  ContainerWatch containerWatch(DatabasePool database, Servers servers, Engines engines, Ssh ssh) {
    Jdbi jdbi = database.jdbi();
    Settings settings = new Settings(jdbi);
    return new ContainerWatch(
        servers::byFullName,
        engines,
        ssh,
        new MonitorRecords(
            new ContainerMonitors(jdbi),
            new ContainerObservations(jdbi, new ContainerHistory(jdbi)),
            new SetLimits(jdbi, settings),
            new LearntDestinations(jdbi),
            settings));
  }

  /** Before the workers stop: they wait for what runs, and a watch has no end of its own. */
  @Bean
  ApplicationListener<ContextClosedEvent> leavesWatches(ContainerWatch watch) {
    return _ -> watch.leave();
  }
}
