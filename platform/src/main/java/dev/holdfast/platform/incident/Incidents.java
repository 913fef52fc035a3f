package dev.holdfast.platform.incident;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.operation.OperationContent;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.operation.PageCursor;
import dev.holdfast.schemas.incident.EntryKind;
import dev.holdfast.schemas.incident.IncidentEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The projection of incidents that people see. Every write may be delivered again. Thread-safe. */
public final class Incidents {
  private final Jdbi jdbi;
  private final DataKeys keys;
  private final IncidentRecording recording;

  public Incidents(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
    this.recording = new IncidentRecording(jdbi, keys);
  }

  /**
   * Records entries and every signal that waits; without effect where the incident is closed, and
   * for an entry that is recorded already.
   */
  public void record(String operation, List<IncidentEntry> entries) {
    recording.record(operation, entries);
  }

  public Optional<StoredIncident> find(String organisation, String id) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from incidents
                    where organisation_id = :organisation and operation = :id
                    """)
                .bind("organisation", organisation)
                .bind("id", id)
                .map((rs, context) -> IncidentRow.read(rs))
                .findOne())
        .map(row -> row.open(key(id)));
  }

  /** The one that is open for this kind and subject. */
  public Optional<StoredIncident> open(String organisation, String kind, String subject) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from incidents where organisation_id = :organisation
                      and kind = :kind and subject = :subject and closed_at is null
                    """)
                .bind("organisation", organisation)
                .bind("kind", kind)
                .bind("subject", subject)
                .map((rs, context) -> IncidentRow.read(rs))
                .findOne())
        .map(row -> row.open(key(row.clear().id())));
  }

  /**
   * Incidents, newest first.
   *
   * @param after the cursor of an earlier page; null for the first
   * @throws WrongCursorException if the cursor is none
   */
  public Page<StoredIncident> list(IncidentFilter filter, @Nullable String after, int limit) {
    PageCursor cursor = PageCursor.parse(after, 2);
    List<IncidentRow> found =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from incidents
                    where organisation_id = :organisation
                      and (cast(:open as boolean) is null or (closed_at is null) = :open)
                      and (cast(:kind as text) is null or kind = :kind)
                      and (cast(:subject as text) is null or subject = :subject)
                      and (cast(:severity as text) is null or severity = :severity)
                      and (cast(:owner as text) is null or owner = :owner)
                      and (cast(:at as text) is null
                        or (opened_at, operation) < (cast(:at as timestamptz), :id))
                    order by opened_at desc, operation desc limit :limit
                    """)
                .bind("organisation", filter.organisation())
                .bind("open", filter.open())
                .bind("kind", filter.kind())
                .bind("subject", filter.subject())
                .bind("severity", filter.severity() == null ? null : filter.severity().word())
                .bind("owner", filter.owner())
                .bind("at", cursor == null ? null : cursor.fields().get(0))
                .bind("id", cursor == null ? null : cursor.fields().get(1))
                .bind("limit", limit + 1)
                .map((rs, context) -> IncidentRow.read(rs))
                .list());
    List<IncidentRow> shown = found.size() <= limit ? found : found.subList(0, limit);
    Map<KeyOwner, DataKey> known =
        keys.find(shown.stream().map(row -> KeyOwner.operation(row.clear().id())).toList());
    List<StoredIncident> items =
        shown.stream()
            .map(row -> row.open(known.get(KeyOwner.operation(row.clear().id()))))
            .toList();
    return new Page<>(
        items,
        shown.size() == found.size()
            ? null
            : PageCursor.of(items.getLast().openedAt().toString(), items.getLast().id()).word());
  }

  /**
   * Entries of a timeline in their order.
   *
   * @param after the number of the last entry that is known; 0 for none
   */
  public List<TimelineEntry> timeline(StoredIncident incident, long after, int limit) {
    DataKey key = key(incident.id());
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select e.*, s.data_sealed from incident_entries e
                  left join incident_signals s on s.operation = e.operation and s.id = e.id
                where e.operation = :id and e.number > :after order by e.number limit :limit
                """)
            .bind("id", incident.id())
            .bind("after", after)
            .bind("limit", limit)
            .map((rs, context) -> entry(rs, key))
            .list());
  }

  /** All entries of these kinds, without what signals brought. */
  public List<TimelineEntry> entries(StoredIncident incident, EntryKind... kinds) {
    DataKey key = key(incident.id());
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select e.*, null::bytea as data_sealed from incident_entries e
                where e.operation = :id and e.kind = any(:kinds) order by e.number
                """)
            .bind("id", incident.id())
            .bindArray("kinds", String.class, List.of(kinds).stream().map(EntryKind::word).toList())
            .map((rs, context) -> entry(rs, key))
            .list());
  }

  /** The entry that a request has led to; empty until it is recorded. */
  public Optional<TimelineEntry> entry(StoredIncident incident, String id) {
    DataKey key = key(incident.id());
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select e.*, s.data_sealed from incident_entries e
                  left join incident_signals s on s.operation = e.operation and s.id = e.id
                where e.operation = :id and e.id = :entry
                """)
            .bind("id", incident.id())
            .bind("entry", id)
            .map((rs, context) -> entry(rs, key))
            .findOne());
  }

  /** Open incidents with signals that wait for longer than this. */
  public List<String> waiting(Duration longerThan) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct s.operation from incident_signals s
                  join incidents i on i.operation = s.operation
                where s.recorded_at is null and i.closed_at is null
                  and s.at < now() - make_interval(secs => :seconds)
                """)
            .bind("seconds", longerThan.toSeconds())
            .mapTo(String.class)
            .list());
  }

  /** Open incidents whose operation has ended without closing them. */
  public List<String> orphaned() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select i.operation from incidents i join operations o on o.id = i.operation
                where i.closed_at is null and o.ended_at is not null
                """)
            .mapTo(String.class)
            .list());
  }

  private @Nullable DataKey key(String id) {
    return keys.find(KeyOwner.operation(id)).orElse(null);
  }

  private static TimelineEntry entry(ResultSet rs, @Nullable DataKey key) throws SQLException {
    String id = rs.getString("id");
    byte[] data = rs.getBytes("data_sealed");
    return new TimelineEntry(
        rs.getLong("number"),
        id,
        EntryKind.of(rs.getString("kind")),
        rs.getString("who"),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getString("reference"),
        data == null
            ? IncidentContent.TEXT.read(
                key, null, rs.getBytes("text_sealed"), OperationContent.ERASED, id)
            : IncidentContent.DATA.read(key, null, data, OperationContent.ERASED, id));
  }
}
