package dev.holdfast.platform.incident;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.Operations.Insertion;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.incident.EntryKind;
import dev.holdfast.schemas.incident.IncidentEntry;
import dev.holdfast.schemas.incident.IncidentInput;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Decides, in PostgreSQL, which incident a signal belongs to: one is open at a time for a kind and
 * a subject of an organisation. What is taken is kept from then on, whether a worker runs or not.
 * Thread-safe.
 */
public final class IncidentIntake {
  private static final String PURPOSE = "incident-signal";

  private final Jdbi jdbi;
  private final AtRest atRest;
  private final Operations operations;
  private final Incidents incidents;

  public IncidentIntake(Jdbi jdbi, AtRest atRest, Operations operations, Incidents incidents) {
    this.jdbi = jdbi;
    this.atRest = atRest;
    this.operations = operations;
    this.incidents = incidents;
  }

  /** What became of a request. */
  public sealed interface Taken {
    /** The id of the incident that it is about. */
    String incident();

    /** It has opened an incident, whose workflow is to be started. */
    record Opened(String incident, StoredOperation operation) implements Taken {}

    /** One is open already; a signal is kept for it. */
    record Joined(String incident, @Nullable String signal) implements Taken {}

    /** The same key was used before for the same. */
    record Repeated(String incident, @Nullable String signal) implements Taken {}

    /** The same key was used before for something else. */
    record KeyReused(String incident) implements Taken {}
  }

  /** Somebody else has opened one, or used the key, at the same time: look again. */
  private static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken() {
      super(null, null, false, false);
    }
  }

  /** Opens an incident, unless one is open. */
  public Taken open(NewIncident wanted) {
    while (true) {
      Optional<Taken> before = before(wanted);
      if (before.isPresent()) {
        return before.get();
      }
      Optional<StoredIncident> open =
          incidents.open(wanted.organisation(), wanted.input().kind(), wanted.input().subject());
      if (open.isPresent()) {
        return new Taken.Joined(open.get().id(), null);
      }
      Optional<Taken> opened = insert(wanted, null);
      if (opened.isPresent()) {
        return opened.get();
      }
    }
  }

  /** What the same key has opened before. */
  private Optional<Taken> before(NewIncident wanted) {
    return Optional.ofNullable(wanted.key())
        .flatMap(key -> operations.findByKey(wanted.organisation(), wanted.by(), key))
        .map(operation ->
            operations.sameInput(operation, wanted.sha256())
                ? new Taken.Repeated(operation.id(), null)
                : new Taken.KeyReused(operation.id()));
  }

  /** Takes a signal for the incident that is open, or opens one for it. */
  public Taken signal(NewIncident wanted, NewSignal signal) {
    String digest = atRest.digests().of(PURPOSE, signal.sha256());
    while (true) {
      Optional<Taken> before = before(wanted.organisation(), signal, digest);
      if (before.isPresent()) {
        return before.get();
      }
      Optional<StoredIncident> open =
          incidents.open(wanted.organisation(), wanted.input().kind(), wanted.input().subject());
      Optional<Taken> taken =
          open.isPresent() ? join(open.get(), signal, digest) : insert(wanted, signal);
      if (taken.isPresent()) {
        return taken.get();
      }
    }
  }

  private Optional<Taken> before(String organisation, NewSignal signal, String digest) {
    if (signal.key() == null) {
      return Optional.empty();
    }
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select operation, id, digest from incident_signals
                where organisation_id = :organisation and sender = :sender and key = :key
                """)
            .bind("organisation", organisation)
            .bind("sender", signal.sender())
            .bind("key", signal.key())
            .<Taken>map((rs, context) ->
                rs.getString("digest").equals(digest)
                    ? new Taken.Repeated(rs.getString("operation"), rs.getString("id"))
                    : new Taken.KeyReused(rs.getString("operation")))
            .findOne());
  }

  /** Empty where it was closed, or the key was used, meanwhile. */
  private Optional<Taken> join(StoredIncident open, NewSignal signal, String digest) {
    DataKey key = atRest.keys().of(KeyOwner.operation(open.id()));
    return jdbi.inTransaction(handle -> {
      // Shared: signals do not wait for each other, only whoever closes it waits for them.
      boolean still =
          handle
              .createQuery(
                  """
                  select operation from incidents
                  where operation = :id and closed_at is null for share
                  """)
              .bind("id", open.id())
              .mapTo(String.class)
              .findOne()
              .isPresent();
      return still && add(handle, open.organisation(), open.id(), signal, digest, key)
          ? Optional.of(new Taken.Joined(open.id(), signal.id()))
          : Optional.empty();
    });
  }

  /** Empty where somebody else was faster. */
  private Optional<Taken> insert(NewIncident wanted, @Nullable NewSignal signal) {
    String digest = signal == null ? "" : atRest.digests().of(PURPOSE, signal.sha256());
    try {
      Insertion insertion =
          operations.insert(
              wanted.operation(), (handle, key) -> insert(handle, wanted, signal, digest, key));
      return insertion instanceof Insertion.Inserted(StoredOperation operation, int _)
          ? Optional.of(new Taken.Opened(operation.id(), operation))
          : Optional.empty();
    } catch (Overtaken e) {
      return Optional.empty();
    }
  }

  private static void insert(
      Handle handle, NewIncident wanted, @Nullable NewSignal signal, String digest, DataKey key) {
    IncidentInput input = wanted.input();
    StoredIncident incident =
        handle
            .createQuery(
                """
                insert into incidents (operation, organisation_id, kind, subject, severity,
                  title_sealed, opened_by)
                values (:id, :organisation, :kind, :subject, :severity, :title, :by)
                on conflict (organisation_id, kind, subject) where closed_at is null do nothing
                returning *
                """)
            .bind("id", wanted.id())
            .bind("organisation", wanted.organisation())
            .bind("kind", input.kind())
            .bind("subject", input.subject())
            .bind("severity", input.severity().word())
            .bind("title", IncidentContent.TITLE.seal(key, input.title()))
            .bind("by", wanted.by())
            .map((rs, context) -> IncidentRow.read(rs).clear())
            .findOne()
            .orElseThrow(Overtaken::new);
    if (signal != null && !add(handle, wanted.organisation(), wanted.id(), signal, digest, key)) {
      throw new Overtaken();
    }
    IncidentEntries.add(
        handle,
        wanted.id(),
        new IncidentEntry(
            "opened",
            EntryKind.OPENED,
            wanted.by(),
            Objects.requireNonNullElse(signal == null ? null : signal.at(), Instant.now()),
            input.severity().word(),
            input.title()),
        key);
    IncidentNews.tell(
        handle, incident, EventKind.INCIDENT_OPENED, incident.severity(), wanted.by());
  }

  /** False where the sender's key is there already. */
  private static boolean add(
      Handle handle,
      String organisation,
      String incident,
      NewSignal signal,
      String digest,
      DataKey key) {
    return handle
            .createUpdate(
                """
                insert into incident_signals (operation, id, organisation_id, sender, key, digest,
                  data_sealed, at)
                values (:incident, :id, :organisation, :sender, :key, :digest, :data, :at)
                on conflict (organisation_id, sender, key) do nothing
                """)
            .bind("incident", incident)
            .bind("id", signal.id())
            .bind("organisation", organisation)
            .bind("sender", signal.sender())
            .bind("key", signal.key())
            .bind("digest", digest)
            .bind("data", IncidentContent.DATA.seal(key, signal.data(), signal.id()))
            .bind("at", signal.at().atOffset(ZoneOffset.UTC))
            .execute()
        == 1;
  }
}
