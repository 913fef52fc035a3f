package dev.holdfast.workers;

import dev.holdfast.activities.containers.ContainerControls;
import dev.holdfast.activities.containers.Engines;
import dev.holdfast.activities.containers.EvidenceCollection;
import dev.holdfast.activities.containers.Quarantines;
import dev.holdfast.activities.containers.ServerContainers;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.server.Servers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
        servers::byFullName, engines, ssh, new StepLogs(database.jdbi(), atRest));
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
}
