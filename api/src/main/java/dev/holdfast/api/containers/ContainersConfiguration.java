package dev.holdfast.api.containers;

import dev.holdfast.platform.containers.ExpiredQuarantines;
import org.jdbi.v3.core.Jdbi;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the end of quarantines needs of the platform. */
@Configuration(proxyBeanMethods = false)
class ContainersConfiguration {

  @Bean
  ExpiredQuarantines expiredQuarantines(Jdbi jdbi) {
    return new ExpiredQuarantines(jdbi);
  }
}
