package dev.holdfast.api.secrets;

import dev.holdfast.platform.audit.AuditedAction;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.credential.CredentialException;
import dev.holdfast.platform.credential.CredentialLease;
import dev.holdfast.platform.credential.CredentialLeases;
import dev.holdfast.platform.credential.LeasedCredential;
import dev.holdfast.platform.credential.PostgresAddress;
import dev.holdfast.platform.credential.PostgresRoles;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.secret.SecretReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Revokes leased credentials whose operation has ended, whatever it ended by, or whose time is
 * over, and tries again until each is certainly revoked. What is to be done is in the database: it
 * survives every process. Every process of the API tries to; each lease is taken by one at a time.
 */
@Component
final class CredentialRevoker implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialRevoker.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int AT_ONCE = 16;

  /** Attempts after which somebody is told: about a minute. */
  private static final int TELL_AFTER = 6;

  /** Attempts after which somebody is told again: about an hour. */
  private static final int TELL_AGAIN = 60;

  private final NamedSecrets secrets;
  private final CredentialLeases leases;
  private final CommandAudit audit;
  private final Jdbi jdbi;
  private final PostgresRoles roles = new PostgresRoles();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("credential-revoker").factory());

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  CredentialRevoker(NamedSecrets secrets, CommandAudit audit, Jdbi jdbi) {
    this.secrets = secrets;
    this.leases = secrets.leases();
    this.audit = audit;
    this.jdbi = jdbi;
    var _ =
        timer.scheduleWithFixedDelay(
            this::sweep, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    var _ = timer.scheduleWithFixedDelay(this::forget, 1, 24 * 60, TimeUnit.MINUTES);
  }

  private void sweep() {
    try {
      revokeDue();
    } catch (RuntimeException e) {
      LOG.warn("Leased credentials could not be looked at, again in a moment: {}", e.toString());
    }
  }

  private void forget() {
    try {
      leases.forgetOld();
    } catch (RuntimeException e) {
      LOG.warn("Old leases could not be forgotten, again tomorrow: {}", e.toString());
    }
  }

  /** Tries what is due, and waits for none of it: one database that hangs holds up no other. */
  private void revokeDue() {
    leases.due(AT_ONCE).forEach(lease -> threads.execute(() -> attempt(lease)));
  }

  private void attempt(CredentialLease lease) {
    try {
      revoke(lease);
    } catch (RuntimeException e) {
      LOG.warn("What became of {} is not recorded, again in a minute: {}", lease.id(), "" + e);
    }
  }

  private void revoke(CredentialLease lease) {
    try {
      if (lease.makingAt() != null) {
        drop(lease);
      }
      leases.revoked(lease.organisation(), lease.id());
      if (lease.makingAt() != null) {
        record(lease);
      }
    } catch (CredentialException | RuntimeException e) {
      String why = e instanceof CredentialException ? String.valueOf(e.getMessage()) : "" + e;
      LOG.warn("{} of {} is not revoked yet: {}", lease.id(), lease.operation(), why);
      leases.failed(lease.organisation(), lease.id(), why);
      if (lease.attempts() == TELL_AFTER || lease.attempts() % TELL_AGAIN == 0) {
        tell(lease);
      }
    }
  }

  private void drop(CredentialLease lease) throws CredentialException {
    LeasedCredential credential =
        leases
            .find(lease.organisation(), lease.id())
            .orElseThrow(() -> new IllegalStateException("the lease is gone"))
            .credential();
    List<PostgresAddress> logins = logins(lease.organisation(), credential);
    for (PostgresAddress login : logins.subList(0, logins.size() - 1)) {
      try {
        roles.drop(login, lease.id());
        return;
      } catch (CredentialException e) {
        LOG.debug("{} is not revoked by the newest login: {}", lease.id(), e.toString());
      }
    }
    roles.drop(logins.getLast(), lease.id());
  }

  /**
   * The logins that may be able to drop it: the newest one to the same database, because passwords
   * change, and the one by which it was made.
   */
  private List<PostgresAddress> logins(String organisation, LeasedCredential credential) {
    PostgresAddress made = PostgresAddress.of(credential.admin());
    List<PostgresAddress> logins = new ArrayList<>();
    SecretReference admin = SecretReference.of(credential.adminSecret());
    secrets
        .value(organisation, new SecretReference(admin.name(), null))
        .map(value -> new String(value.bytes(), StandardCharsets.UTF_8))
        .ifPresent(text -> {
          try {
            PostgresAddress newest = PostgresAddress.of(text);
            if (newest.leadsWhere(made) && !newest.equals(made)) {
              logins.add(newest);
            }
          } catch (IllegalArgumentException e) {
            LOG.debug("{} no longer holds an address", credential.adminSecret());
          }
        });
    logins.add(made);
    return logins;
  }

  private void record(CredentialLease lease) {
    audit.action(
        new AuditedAction(
            Instant.now(),
            lease.organisation(),
            lease.initiator(),
            "platform",
            null,
            lease.operation(),
            "revoke secret://%s # %s".formatted(lease.secret(), lease.id()),
            Outcome.SUCCEEDED));
  }

  private void tell(CredentialLease lease) {
    jdbi.useHandle(handle ->
        Outbox.record(
            handle,
            new NewEvent(
                EventKind.SECRET_NOT_REVOKED,
                lease.organisation(),
                "secret/" + lease.secret(),
                lease.operation(),
                null,
                Map.of(
                    "secret",
                    lease.secret(),
                    "credential",
                    lease.id(),
                    "operation",
                    lease.operation(),
                    "attempts",
                    lease.attempts()))));
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
    threads.shutdownNow();
  }
}
