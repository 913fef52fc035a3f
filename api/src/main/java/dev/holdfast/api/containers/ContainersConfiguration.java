package dev.holdfast.api.containers;

import dev.holdfast.platform.containers.ContainerHistory;
import dev.holdfast.platform.containers.ContainerMonitors;
import dev.holdfast.platform.containers.ContainerViolations;
import dev.holdfast.platform.containers.ExpiredQuarantines;
import dev.holdfast.platform.containers.LearntDestinations;
import dev.holdfast.platform.containers.SetLimits;
import dev.holdfast.platform.setting.Settings;
import org.jdbi.v3.core.Jdbi;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the end of quarantines and the monitor need of the platform. */
@Configuration(proxyBeanMethods = false)
class ContainersConfiguration {

  @Bean
  ExpiredQuarantines expiredQuarantines(Jdbi jdbi) {
    return new ExpiredQuarantines(jdbi);
  }

  @Bean
  ContainerMonitors containerMonitors(Jdbi jdbi) {
    return new ContainerMonitors(jdbi);
  }

  @Bean
  ContainerHistory containerHistory(Jdbi jdbi) {
    return new ContainerHistory(jdbi);
  }

  @Bean
  ContainerViolations containerViolations(Jdbi jdbi) {
    return new ContainerViolations(jdbi);
  }

  @Bean
  SetLimits setLimits(Jdbi jdbi, Settings settings) {
    return new SetLimits(jdbi, settings);
  }

  @Bean
  LearntDestinations learntDestinations(Jdbi jdbi) {
    return new LearntDestinations(jdbi);
  }
}
