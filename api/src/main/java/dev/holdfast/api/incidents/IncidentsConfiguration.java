package dev.holdfast.api.incidents;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.incident.IncidentIntake;
import dev.holdfast.platform.incident.Incidents;
import dev.holdfast.platform.operation.Operations;
import org.jdbi.v3.core.Jdbi;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What incidents need of the platform. */
@Configuration(proxyBeanMethods = false)
class IncidentsConfiguration {

  @Bean
  Incidents incidents(Jdbi jdbi, AtRest atRest) {
    return new Incidents(jdbi, atRest);
  }

  @Bean
  IncidentIntake incidentIntake(
      Jdbi jdbi, AtRest atRest, Operations operations, Incidents incidents) {
    return new IncidentIntake(jdbi, atRest, operations, incidents);
  }
}
