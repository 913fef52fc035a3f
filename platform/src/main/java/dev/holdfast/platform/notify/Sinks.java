package dev.holdfast.platform.notify;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.temporal.JsonPayloads;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The sinks of all organisations; what they are set to is encrypted. Thread-safe. */
public final class Sinks {
  private static final String SELECT =
      """
      select s.*,
        (select count(*) from sink_deliveries d where d.sink = s.id and d.state = 'waiting')
          as waiting,
        (select count(*) from sink_deliveries d where d.sink = s.id and d.state = 'dead') as dead
      from sinks s
      """;

  private static final int DELETED_AT_ONCE = 10_000;

  private final Jdbi jdbi;
  private final Secrets secrets;

  public Sinks(Jdbi jdbi, Secrets secrets) {
    this.jdbi = jdbi;
    this.secrets = secrets;
  }

  /**
   * What a sink becomes.
   *
   * @param settings values or references to secrets, by field
   */
  public record Content(String type, Map<String, String> settings, SinkRule rule, boolean enabled) {
    public Content {
      settings = Map.copyOf(settings);
    }

    /** Says nothing of the settings. */
    @Override
    public String toString() {
      return "Content[" + type + ", " + rule + "]";
    }
  }

  /** Adds a sink; false if the organisation has one of this name. */
  public boolean add(String organisation, String name, Content content, String by) {
    return jdbi.inTransaction(handle -> {
      Optional<Long> id =
          handle
              .createQuery(
                  """
                  insert into sinks
                    (organisation_id, name, type, rule, enabled, created_by, changed_by)
                  values (:organisation, :name, :type, cast(:rule as jsonb), :enabled, :by, :by)
                  on conflict (organisation_id, name) do nothing returning id
                  """)
              .bind("organisation", organisation)
              .bind("name", name)
              .bind("type", content.type())
              .bind("rule", JsonPayloads.write(content.rule()))
              .bind("enabled", content.enabled())
              .bind("by", by)
              .mapTo(Long.class)
              .findOne();
      id.ifPresent(sink -> seal(handle, sink, content.settings()));
      return id.isPresent();
    });
  }

  /** Changes a sink, which is tried again at once; false if it is there no more. */
  public boolean change(long id, Content content, String by) {
    return jdbi.inTransaction(handle -> {
      boolean there =
          handle
                  .createUpdate(
                      """
                      update sinks set type = :type, rule = cast(:rule as jsonb),
                        enabled = :enabled, changed_by = :by, changed_at = now(),
                        failures = 0, retry_at = now()
                      where id = :id
                      """)
                  .bind("id", id)
                  .bind("type", content.type())
                  .bind("rule", JsonPayloads.write(content.rule()))
                  .bind("enabled", content.enabled())
                  .bind("by", by)
                  .execute()
              == 1;
      if (there) {
        seal(handle, id, content.settings());
        handle.execute(
            "update sink_deliveries set next_at = now() where sink = ? and state = 'waiting'", id);
      }
      return there;
    });
  }

  /** Removes a sink with what waits for it; false if the organisation has none of this name. */
  public boolean remove(String organisation, String name) {
    Optional<Long> found = find(organisation, name).map(Sink::id);
    // In pieces, and before the sink: whoever gives events their ids waits for its removal.
    found.ifPresent(this::forgetDeliveries);
    return jdbi.inTransaction(handle -> {
      Optional<Long> id =
          handle
              .createQuery(
                  """
                  delete from sinks where organisation_id = :organisation and name = :name
                  returning id
                  """)
              .bind("organisation", organisation)
              .bind("name", name)
              .mapTo(Long.class)
              .findOne();
      id.ifPresent(sink -> handle.execute("delete from secrets where name = ?", secret(sink)));
      return id.isPresent();
    });
  }

  private void forgetDeliveries(long sink) {
    jdbi.useHandle(handle -> handle.execute("update sinks set enabled = false where id = ?", sink));
    int deleted = DELETED_AT_ONCE;
    while (deleted == DELETED_AT_ONCE) {
      deleted =
          jdbi.withHandle(handle ->
              handle.execute(
                  """
                  delete from sink_deliveries where id in (
                    select id from sink_deliveries where sink = ? limit ?)
                  """,
                  sink,
                  DELETED_AT_ONCE));
    }
  }

  /** Those of an organisation, by name. */
  public List<Sink> list(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + " where s.organisation_id = :organisation order by s.name")
            .bind("organisation", organisation)
            .map((rs, context) -> read(rs))
            .list());
  }

  public Optional<Sink> find(String organisation, String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + " where s.organisation_id = :organisation and s.name = :name")
            .bind("organisation", organisation)
            .bind("name", name)
            .map((rs, context) -> read(rs))
            .findOne());
  }

  /** The sink of this id, whosever it is. */
  public Optional<Sink> find(long id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + " where s.id = :id")
            .bind("id", id)
            .map((rs, context) -> read(rs))
            .findOne());
  }

  /** So many events of all organisations are in this state, for sinks of this type. */
  public record Figure(String type, String state, long count) {}

  /** What waits for sinks, and what is dead. */
  public List<Figure> figures() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select s.type, d.state, count(*) as count from sink_deliveries d
                join sinks s on s.id = d.sink
                where d.state in ('waiting', 'dead') group by s.type, d.state
                """)
            .map((rs, context) ->
                new Figure(rs.getString("type"), rs.getString("state"), rs.getLong("count")))
            .list());
  }

  /** What a sink is set to, by field: values, or references to secrets. */
  public Map<String, String> settings(long id) {
    return secrets
        .find(secret(id))
        .map(json -> new String(json, StandardCharsets.UTF_8))
        .map(json -> JsonPayloads.read(json, new TypeReference<Map<String, String>>() {}))
        .orElseGet(Map::of);
  }

  private void seal(Handle handle, long id, Map<String, String> settings) {
    secrets.put(handle, secret(id), JsonPayloads.write(settings).getBytes(StandardCharsets.UTF_8));
  }

  private static String secret(long id) {
    return "sink/" + id;
  }

  static SinkRule rule(String json) {
    return JsonPayloads.read(json, new TypeReference<SinkRule>() {});
  }

  private static Sink read(ResultSet rs) throws SQLException {
    return new Sink(
        rs.getLong("id"),
        rs.getString("organisation_id"),
        rs.getString("name"),
        rs.getString("type"),
        rule(rs.getString("rule")),
        rs.getBoolean("enabled"),
        new Sink.Saved(
            rs.getString("created_by"),
            rs.getObject("created_at", OffsetDateTime.class).toInstant()),
        new Sink.Saved(
            rs.getString("changed_by"),
            rs.getObject("changed_at", OffsetDateTime.class).toInstant()),
        rs.getInt("failures"),
        rs.getObject("retry_at", OffsetDateTime.class).toInstant(),
        rs.getString("error"),
        at(rs.getObject("error_at", OffsetDateTime.class)),
        rs.getLong("waiting"),
        rs.getLong("dead"));
  }

  private static @Nullable Instant at(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
