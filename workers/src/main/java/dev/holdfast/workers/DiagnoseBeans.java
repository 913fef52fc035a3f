package dev.holdfast.workers;

import dev.holdfast.activities.diagnose.Diagnostics;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.OfferedAlgorithms;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.platform.server.Servers;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What looks servers over. */
@Configuration(proxyBeanMethods = false)
class DiagnoseBeans {

  @Bean
  Diagnostics diagnostics(Servers servers, Credentials credentials) {
    return new Diagnostics(
        servers::find, () -> new SshjSsh(credentials), Map.of("sshj", OfferedAlgorithms.byKind()));
  }
}
