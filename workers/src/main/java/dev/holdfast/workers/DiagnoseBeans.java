package dev.holdfast.workers;

import dev.holdfast.activities.diagnose.Diagnostics;
import dev.holdfast.activities.diagnose.OperationDiagnostics;
import dev.holdfast.activities.ssh.AdapterMemory;
import dev.holdfast.activities.ssh.ChosenSsh;
import dev.holdfast.activities.ssh.CredentialGuard;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.OfferedAlgorithms;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.activities.ssh.mina.MinaAlgorithms;
import dev.holdfast.activities.ssh.mina.MinaSsh;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.server.Machines;
import dev.holdfast.platform.server.ServerContacts;
import dev.holdfast.platform.server.Servers;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What looks servers over. */
@Configuration(proxyBeanMethods = false)
class DiagnoseBeans {

  @Bean
  Diagnostics diagnostics(
      Servers servers, DatabasePool database, Credentials credentials, CredentialGuard guard) {
    ServerContacts contacts = new ServerContacts(database.jdbi());
    return new Diagnostics(
        servers::byFullName,
        () ->
            new ChosenSsh(
                new SshjSsh(credentials, SshSettings.defaults(), servers::byFullName, guard),
                new MinaSsh(credentials, SshSettings.defaults(), guard),
                AdapterMemory.ofProcess()),
        Map.of("sshj", OfferedAlgorithms.byKind(), "mina", MinaAlgorithms.byKind()),
        Optional.of(new Machines(database.jdbi())),
        contacts::reached,
        contacts::failed);
  }

  @Bean
  OperationDiagnostics operationDiagnostics(
      Diagnostics diagnostics, Servers servers, DatabasePool database, AtRest atRest) {
    return new OperationDiagnostics(
        diagnostics, servers::byFullName, new StepLogs(database.jdbi(), atRest));
  }
}
