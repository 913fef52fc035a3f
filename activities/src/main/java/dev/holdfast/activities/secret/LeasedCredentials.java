package dev.holdfast.activities.secret;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.platform.audit.AuditedAction;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.credential.CredentialException;
import dev.holdfast.platform.credential.CredentialLease;
import dev.holdfast.platform.credential.CredentialLeases;
import dev.holdfast.platform.credential.CredentialLeases.Held;
import dev.holdfast.platform.credential.LeaseTerms;
import dev.holdfast.platform.credential.LeasedCredential;
import dev.holdfast.platform.credential.PostgresAddress;
import dev.holdfast.platform.credential.PostgresRoles;
import dev.holdfast.platform.namedsecret.NamedSecret;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.secret.SecretReference;
import dev.holdfast.schemas.step.Step;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Makes the credentials of leased secrets: one for an operation, the same in all its steps and
 * attempts. The API revokes it when the operation has ended. Thread-safe.
 */
final class LeasedCredentials {
  private final NamedSecrets secrets;
  private final CredentialLeases leases;
  private final PostgresRoles roles;
  private final CommandAudit audit;

  LeasedCredentials(NamedSecrets secrets, PostgresRoles roles, CommandAudit audit) {
    this.secrets = secrets;
    this.leases = secrets.leases();
    this.roles = roles;
    this.audit = audit;
  }

  /**
   * The credential of the step's operation, which is made if there is none.
   *
   * @throws io.temporal.failure.ApplicationFailure of type BAD_INPUT if none can be made,
   *     NO_CREDENTIAL if the database gives none now
   */
  LeasedCredential of(Step step, String secret) {
    String organisation = CommandContext.current().organisation();
    Held held =
        leases
            .find(organisation, secret, step.operation())
            .orElseGet(() -> begin(organisation, step, secret));
    // One that is revoked by now is handed out all the same: the database refuses it, and what
    // still runs with it on a server can be followed to its end.
    if (held.lease().issuedAt() == null) {
      issue(organisation, step, held);
    }
    return held.credential();
  }

  private Held begin(String organisation, Step step, String secret) {
    LeaseTerms terms =
        secrets
            .terms(organisation, new SecretReference(secret, null))
            .orElseThrow(() -> refused("there is no leased secret " + secret + " any more"));
    leases.begin(
        organisation,
        secret,
        terms,
        admin(organisation, secret, terms),
        step.operation(),
        CommandContext.current().initiator());
    return leases
        .find(organisation, secret, step.operation())
        .orElseThrow(() -> refused("there is no leased secret " + secret + " any more"));
  }

  private PostgresAddress admin(String organisation, String secret, LeaseTerms terms) {
    NamedSecret.Value value =
        secrets
            .value(organisation, terms.adminSecret())
            .orElseThrow(() ->
                refused(
                    "%s, with which credentials of secret://%s are made, is not there any more"
                        .formatted(terms.admin(), secret)));
    try {
      return PostgresAddress.of(new String(value.bytes(), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw refused(terms.admin() + " " + e.getMessage());
    }
  }

  private void issue(String organisation, Step step, Held held) {
    CredentialLease lease = held.lease();
    LeasedCredential credential = held.credential();
    boolean made;
    try {
      made =
          roles.make(
              PostgresAddress.of(credential.admin()),
              new PostgresRoles.NewRole(
                  lease.id(),
                  credential.password(),
                  lease.expiresAt(),
                  credential.grants(),
                  "Holdfast: %s, leased to %s".formatted(lease.secret(), lease.operation())),
              () -> leases.making(organisation, lease.id()));
    } catch (CredentialException e) {
      throw Failures.of(
          e.isPassing() ? FailureType.NO_CREDENTIAL : FailureType.BAD_INPUT,
          "no credential for secret://%s: %s".formatted(lease.secret(), e.getMessage()),
          FailureOrigin.of(Component.SECRETS));
    }
    if (!made) {
      throw refused("the lease of secret://" + lease.secret() + " is over");
    }
    if (leases.issued(organisation, lease.id())) {
      audit.action(
          new AuditedAction(
              Instant.now(),
              organisation,
              lease.initiator(),
              "worker",
              null,
              step.operation(),
              "lease secret://%s # %s until %s"
                  .formatted(lease.secret(), lease.id(), lease.expiresAt()),
              Outcome.SUCCEEDED));
    }
  }

  private static RuntimeException refused(String why) {
    return Failures.of(FailureType.BAD_INPUT, why, FailureOrigin.of(Component.SECRETS));
  }
}
