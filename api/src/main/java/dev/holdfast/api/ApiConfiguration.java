package dev.holdfast.api;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.Plans;
import dev.holdfast.platform.operation.Steps;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.server.ServerAdapters;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.platform.temporal.TemporalConnection;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.webmvc.core.configuration.MultipleOpenApiSupportConfiguration;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springdoc.webmvc.ui.SwaggerConfig;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Wires the API: only the auto-configurations that it uses, because each costs start-up time. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@ImportAutoConfiguration({
  JacksonAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  SpringDocConfigProperties.class,
  SpringDocConfiguration.class,
  SpringDocWebMvcConfiguration.class,
  MultipleOpenApiSupportConfiguration.class,
  SwaggerConfig.class,
  SwaggerUiConfigProperties.class,
  SwaggerUiOAuthProperties.class
})
class ApiConfiguration {

  @Bean
  DatabasePool databasePool(PlatformConfig config) {
    var pool = new DatabasePool(config.database());
    Migrations.run(pool.dataSource());
    return pool;
  }

  @Bean
  Jdbi jdbi(DatabasePool pool) {
    return pool.jdbi();
  }

  @Bean
  TemporalConnection temporalConnection(PlatformConfig config) {
    return new TemporalConnection(config);
  }

  @Bean
  Secrets secrets(Jdbi jdbi, PlatformConfig config) {
    return new Secrets(jdbi, new Keyset(Path.of(config.keysDirectory()).resolve(Keyset.SECRETS)));
  }

  @Bean
  Servers servers(Jdbi jdbi, Secrets secrets) {
    return new Servers(jdbi, secrets);
  }

  @Bean
  ServerAdapters serverAdapters(Jdbi jdbi) {
    return new ServerAdapters(jdbi);
  }

  @Bean
  Operations operations(Jdbi jdbi) {
    return new Operations(jdbi);
  }

  @Bean
  FileStore fileStore(Jdbi jdbi) {
    return new FileStore(jdbi);
  }

  @Bean
  Steps steps(Jdbi jdbi) {
    return new Steps(jdbi);
  }

  @Bean
  OperationLogs operationLogs(Jdbi jdbi) {
    return new OperationLogs(jdbi);
  }

  @Bean
  Plans plans(Jdbi jdbi) {
    return new Plans(jdbi);
  }

  @Bean
  Approvals approvals(Jdbi jdbi) {
    return new Approvals(jdbi);
  }

  @Bean
  CommandRules commandRules(Jdbi jdbi) {
    return new CommandRules(jdbi);
  }

  @Bean
  CommandAudit commandAudit(Jdbi jdbi) {
    return new CommandAudit(jdbi);
  }

  @Bean
  Users users(Jdbi jdbi) {
    return new Users(jdbi);
  }

  @Bean
  Tokens tokens(Jdbi jdbi) {
    return new Tokens(jdbi);
  }
}
