package dev.holdfast.workers;

import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.reboot.ServerReboots;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.server.Servers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What reboots servers. */
@Configuration(proxyBeanMethods = false)
class RebootBeans {

  @Bean
  ServerReboots serverReboots(
      DatabasePool database, AtRest atRest, Servers servers, Ssh ssh, Journal journal) {
    return new ServerReboots(
        servers::byFullName, ssh, journal, new StepLogs(database.jdbi(), atRest));
  }
}
