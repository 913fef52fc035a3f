package dev.holdfast.api;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.approval.ApprovalRules;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.audit.AuditChaining;
import dev.holdfast.platform.audit.AuditCheckpoints;
import dev.holdfast.platform.audit.AuditExpiry;
import dev.holdfast.platform.audit.AuditKeys;
import dev.holdfast.platform.audit.ChainedAudit;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.availability.ReadyMinutes;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.event.Events;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.identity.ApiTokens;
import dev.holdfast.platform.identity.Grants;
import dev.holdfast.platform.identity.LoginLocks;
import dev.holdfast.platform.identity.LoginSessions;
import dev.holdfast.platform.identity.Passwords;
import dev.holdfast.platform.identity.RefreshTokens;
import dev.holdfast.platform.identity.Roles;
import dev.holdfast.platform.identity.SecondFactors;
import dev.holdfast.platform.identity.SigningKeys;
import dev.holdfast.platform.identity.Subjects;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.namedsecret.SecretShares;
import dev.holdfast.platform.notify.Backoff;
import dev.holdfast.platform.notify.DeadLetters;
import dev.holdfast.platform.notify.Deliveries;
import dev.holdfast.platform.notify.DeliveryQueue;
import dev.holdfast.platform.notify.SinkClaims;
import dev.holdfast.platform.notify.Sinks;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.ConfirmedInputs;
import dev.holdfast.platform.operation.OperationFigures;
import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.operation.OperationReading;
import dev.holdfast.platform.operation.OperationRetention;
import dev.holdfast.platform.operation.OperationServers;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.operation.ShownPlans;
import dev.holdfast.platform.operation.SteeringRequests;
import dev.holdfast.platform.operation.StepRecords;
import dev.holdfast.platform.organisation.Organisations;
import dev.holdfast.platform.organisation.Quotas;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.platform.profile.Profiles;
import dev.holdfast.platform.runbook.RunbookPlans;
import dev.holdfast.platform.runbook.RunbookSteps;
import dev.holdfast.platform.runbook.Runbooks;
import dev.holdfast.platform.schedule.Schedules;
import dev.holdfast.platform.schedule.ServerWindows;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.secret.ServerSecrets;
import dev.holdfast.platform.server.CredentialRefusals;
import dev.holdfast.platform.server.Machines;
import dev.holdfast.platform.server.ServerAdapters;
import dev.holdfast.platform.server.ServerContacts;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.platform.sso.IdentityProviders;
import dev.holdfast.platform.sso.LogoutHints;
import dev.holdfast.platform.sso.ProviderGroups;
import dev.holdfast.platform.sso.ProviderLogins;
import dev.holdfast.platform.sso.UserIdentities;
import dev.holdfast.platform.stack.StackDeployments;
import dev.holdfast.platform.temporal.TemporalConnection;
import java.nio.file.Path;
import java.time.Duration;
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
    var pool = new DatabasePool("api", config.database());
    Migrations.run(config.database(), pool.dataSource());
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
  Keyset keyset(PlatformConfig config) {
    return new Keyset(Path.of(config.keysDirectory()).resolve(Keyset.SECRETS));
  }

  @Bean
  Secrets secrets(Jdbi jdbi, Keyset keyset) {
    return new Secrets(jdbi, keyset);
  }

  @Bean
  ServerSecrets serverSecrets(Secrets secrets, NamedSecrets named) {
    return new ServerSecrets(secrets, named::usedOn);
  }

  @Bean
  NamedSecrets namedSecrets(Jdbi jdbi, AtRest atRest) {
    return new NamedSecrets(jdbi, atRest.keys());
  }

  @Bean
  SecretShares secretShares(Jdbi jdbi) {
    return new SecretShares(jdbi);
  }

  @Bean
  AtRest atRest(Jdbi jdbi, Keyset keyset) {
    return new AtRest(jdbi, keyset);
  }

  @Bean
  Servers servers(Jdbi jdbi, Secrets secrets) {
    return new Servers(jdbi, secrets);
  }

  @Bean
  CredentialRefusals credentialRefusals(Jdbi jdbi) {
    return new CredentialRefusals(jdbi);
  }

  @Bean
  ServerContacts serverContacts(Jdbi jdbi) {
    return new ServerContacts(jdbi);
  }

  @Bean
  ServerAdapters serverAdapters(Jdbi jdbi) {
    return new ServerAdapters(jdbi);
  }

  @Bean
  Machines machines(Jdbi jdbi) {
    return new Machines(jdbi);
  }

  @Bean
  Schedules schedules(Jdbi jdbi, Secrets secrets) {
    return new Schedules(jdbi, secrets);
  }

  @Bean
  StackDeployments stackDeployments(Jdbi jdbi) {
    return new StackDeployments(jdbi);
  }

  @Bean
  Runbooks runbooks(Jdbi jdbi, Secrets secrets) {
    return new Runbooks(jdbi, secrets);
  }

  @Bean
  RunbookSteps runbookSteps(Jdbi jdbi, AtRest atRest) {
    return new RunbookSteps(jdbi, atRest);
  }

  @Bean
  RunbookPlans runbookPlans(RunbookSteps steps) {
    return new RunbookPlans(steps);
  }

  @Bean
  Organisations organisations(Jdbi jdbi) {
    return new Organisations(jdbi);
  }

  @Bean
  Quotas quotas(Jdbi jdbi) {
    return new Quotas(jdbi);
  }

  @Bean
  OperationOrigins operationOrigins(Jdbi jdbi) {
    return new OperationOrigins(jdbi);
  }

  @Bean
  Operations operations(Jdbi jdbi, AtRest atRest) {
    return new Operations(jdbi, atRest);
  }

  @Bean
  OperationFigures operationFigures(Jdbi jdbi) {
    return new OperationFigures(jdbi);
  }

  @Bean
  ConfirmedInputs confirmedInputs(Jdbi jdbi, AtRest atRest) {
    return new ConfirmedInputs(jdbi, atRest);
  }

  @Bean
  Profiles profiles(Jdbi jdbi, AtRest atRest) {
    return new Profiles(jdbi, atRest);
  }

  @Bean
  Settings settings(Jdbi jdbi) {
    return new Settings(jdbi);
  }

  @Bean
  Events events(Jdbi jdbi, Settings settings) {
    return new Events(jdbi, settings);
  }

  @Bean
  Sinks sinks(Jdbi jdbi, Secrets secrets) {
    return new Sinks(jdbi, secrets);
  }

  @Bean
  DeliveryQueue deliveryQueue() {
    return new DeliveryQueue();
  }

  @Bean
  SinkClaims sinkClaims(Jdbi jdbi) {
    return new SinkClaims(jdbi, Duration.ofSeconds(30));
  }

  @Bean
  Deliveries deliveries(Jdbi jdbi, Settings settings) {
    return new Deliveries(jdbi, settings, Backoff.STANDARD);
  }

  @Bean
  DeadLetters deadLetters(Jdbi jdbi) {
    return new DeadLetters(jdbi);
  }

  @Bean
  OperationRetention operationRetention(Jdbi jdbi, Settings settings) {
    return new OperationRetention(jdbi, settings);
  }

  @Bean
  FileStore fileStore(Jdbi jdbi, AtRest atRest) {
    return new FileStore(jdbi, atRest);
  }

  @Bean
  StepRecords steps(Jdbi jdbi, AtRest atRest) {
    return new StepRecords(jdbi, atRest);
  }

  @Bean
  OperationLogs operationLogs(Jdbi jdbi, AtRest atRest) {
    return new OperationLogs(jdbi, atRest);
  }

  @Bean
  SteeringRequests steeringRequests(Jdbi jdbi, AtRest atRest) {
    return new SteeringRequests(jdbi, atRest);
  }

  @Bean
  ServerInputs serverInputs(Jdbi jdbi, AtRest atRest) {
    return new ServerInputs(jdbi, atRest);
  }

  @Bean
  OperationServers operationServers(Jdbi jdbi, AtRest atRest) {
    return new OperationServers(jdbi, atRest);
  }

  @Bean
  OperationReading operationReading(Jdbi jdbi) {
    return new OperationReading(jdbi);
  }

  @Bean
  ShownPlans plans(Jdbi jdbi, AtRest atRest) {
    return new ShownPlans(jdbi, atRest);
  }

  @Bean
  Approvals approvals(Jdbi jdbi, AtRest atRest) {
    return new Approvals(jdbi, atRest);
  }

  @Bean
  ApprovalRules approvalRules(Jdbi jdbi) {
    return new ApprovalRules(jdbi);
  }

  @Bean
  ServerWindows serverWindows(Jdbi jdbi) {
    return new ServerWindows(jdbi);
  }

  @Bean
  ReadyMinutes readyMinutes(Jdbi jdbi) {
    return new ReadyMinutes(jdbi);
  }

  @Bean
  CommandRules commandRules(Jdbi jdbi) {
    return new CommandRules(jdbi);
  }

  @Bean
  CommandAudit commandAudit(Jdbi jdbi, AtRest atRest) {
    return new CommandAudit(jdbi, atRest);
  }

  @Bean
  AuditChaining auditChaining(Jdbi jdbi, AtRest atRest) {
    return new AuditChaining(jdbi, atRest);
  }

  @Bean
  ChainedAudit chainedAudit(Jdbi jdbi, AtRest atRest) {
    return new ChainedAudit(jdbi, atRest);
  }

  @Bean
  AuditKeys auditKeys(Jdbi jdbi, Keyset keyset) {
    return new AuditKeys(jdbi, keyset);
  }

  @Bean
  AuditCheckpoints auditCheckpoints(Jdbi jdbi, AuditKeys keys) {
    return new AuditCheckpoints(jdbi, keys);
  }

  @Bean
  AuditExpiry auditExpiry(Jdbi jdbi, AuditCheckpoints checkpoints) {
    return new AuditExpiry(jdbi, checkpoints);
  }

  @Bean
  Users users(Jdbi jdbi) {
    return new Users(jdbi);
  }

  @Bean
  Roles roles(Jdbi jdbi) {
    return new Roles(jdbi);
  }

  @Bean
  Grants grants(Jdbi jdbi) {
    return new Grants(jdbi);
  }

  @Bean
  ApiTokens apiTokens(Jdbi jdbi) {
    return new ApiTokens(jdbi);
  }

  @Bean
  Subjects subjects(Grants grants) {
    return new Subjects(grants);
  }

  @Bean
  Tokens tokens(Jdbi jdbi) {
    return new Tokens(jdbi);
  }

  @Bean
  LoginSessions loginSessions(Jdbi jdbi) {
    return new LoginSessions(jdbi);
  }

  @Bean
  RefreshTokens refreshTokens(Jdbi jdbi, AtRest atRest) {
    return new RefreshTokens(jdbi, atRest.digests());
  }

  @Bean
  Passwords passwords(Jdbi jdbi) {
    return new Passwords(jdbi);
  }

  @Bean
  LoginLocks loginLocks(Jdbi jdbi, AtRest atRest) {
    return new LoginLocks(jdbi, atRest.digests());
  }

  @Bean
  SecondFactors secondFactors(Jdbi jdbi, Keyset keyset, AtRest atRest) {
    return new SecondFactors(jdbi, keyset, atRest.digests());
  }

  @Bean
  IdentityProviders identityProviders(Jdbi jdbi, Secrets secrets) {
    return new IdentityProviders(jdbi, secrets);
  }

  @Bean
  ProviderGroups providerGroups(Jdbi jdbi) {
    return new ProviderGroups(jdbi);
  }

  @Bean
  UserIdentities userIdentities(Jdbi jdbi) {
    return new UserIdentities(jdbi);
  }

  @Bean
  LogoutHints logoutHints(Jdbi jdbi, Keyset keyset) {
    return new LogoutHints(jdbi, keyset);
  }

  @Bean
  ProviderLogins providerLogins(Jdbi jdbi, AtRest atRest) {
    return new ProviderLogins(jdbi, atRest.digests());
  }

  @Bean
  SigningKeys signingKeys(Jdbi jdbi, Keyset keyset) {
    return new SigningKeys(jdbi, keyset);
  }
}
