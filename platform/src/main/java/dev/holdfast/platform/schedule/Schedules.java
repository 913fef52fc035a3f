package dev.holdfast.platform.schedule;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.organisation.Quota;
import dev.holdfast.platform.organisation.Quotas;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.temporal.JsonPayloads;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The schedules and what came of them. What a schedule starts is encrypted. Thread-safe. */
public final class Schedules {
  private static final TypeReference<Timing> TIMING = new TypeReference<>() {};

  private final Jdbi jdbi;
  private final Secrets secrets;

  public Schedules(Jdbi jdbi, Secrets secrets) {
    this.jdbi = jdbi;
    this.secrets = secrets;
  }

  /**
   * Stores a schedule.
   *
   * @param request what it starts, as the body of a request
   * @return false if there is one of this name
   */
  public boolean insert(Schedule schedule, String request) {
    return jdbi.inTransaction(handle -> {
      int inserted =
          handle
              .createUpdate(
                  """
                  insert into schedules (id, organisation_id, name, owner, operation, selector, timing,
                    approved_until)
                  values (:id, :organisation, :name, :owner, :operation, :selector,
                    cast(:timing as jsonb), :approvedUntil)
                  on conflict (organisation_id, name) where removed_at is null do nothing
                  """)
              .bind("id", schedule.id())
              .bind("organisation", schedule.organisation())
              .bind("name", schedule.name())
              .bind("owner", schedule.owner())
              .bind("operation", schedule.operation())
              .bind("selector", schedule.selector())
              .bind("timing", JsonPayloads.write(schedule.timing()))
              .bind("approvedUntil", time(schedule.approvedUntil()))
              .execute();
      if (inserted == 1) {
        Quotas.check(handle, schedule.organisation(), Quota.SCHEDULES);
        secrets.put(handle, secret(schedule.id()), request.getBytes(StandardCharsets.UTF_8));
      }
      return inserted == 1;
    });
  }

  /** Those of an organisation, by name. */
  public List<Schedule> all(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from schedules
                where organisation_id = :organisation and removed_at is null order by name
                """)
            .bind("organisation", organisation)
            .map((rs, context) -> read(rs))
            .list());
  }

  public Optional<Schedule> named(String organisation, String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from schedules
                where organisation_id = :organisation and name = :name and removed_at is null
                """)
            .bind("organisation", organisation)
            .bind("name", name)
            .map((rs, context) -> read(rs))
            .findOne());
  }

  /** The schedule of this id, unless it is removed. */
  public Optional<Schedule> find(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from schedules where id = :id and removed_at is null")
            .bind("id", id)
            .map((rs, context) -> read(rs))
            .findOne());
  }

  /** What a schedule starts, as the body of a request. */
  public String request(String id) {
    return new String(secrets.find(secret(id)).orElseThrow(), StandardCharsets.UTF_8);
  }

  /** It fires no more from now on; false if there is none. */
  public boolean remove(String id) {
    return jdbi.withHandle(handle ->
        handle.execute(
            "update schedules set removed_at = now() where id = ? and removed_at is null", id))
        == 1;
  }

  /** Forgets a schedule that Temporal does not have any more. */
  public void purge(String id) {
    jdbi.useTransaction(handle -> {
      handle.execute("delete from secrets where name = ?", secret(id));
      handle.execute("delete from schedules where id = ? and removed_at is not null", id);
    });
  }

  /** The ids of removed schedules that Temporal may still have. */
  public List<String> removed() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select id from schedules where removed_at is not null")
            .mapTo(String.class)
            .list());
  }

  /** Those that Temporal was not given within this time. */
  public List<Schedule> unsynced(Duration within) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from schedules where removed_at is null
                  and (synced_at is null or synced_at < now() - make_interval(secs => :seconds))
                """)
            .bind("seconds", within.toSeconds())
            .map((rs, context) -> read(rs))
            .list());
  }

  /** Temporal has it now. */
  public void synced(String id) {
    jdbi.useHandle(
        handle -> handle.execute("update schedules set synced_at = now() where id = ?", id));
  }

  /** Records what came of a schedule; what is recorded for this time already stays. */
  public void record(String id, Instant at, @Nullable String operation, @Nullable String error) {
    jdbi.useTransaction(handle -> {
      int recorded =
          handle
              .createUpdate(
                  """
                  insert into schedule_runs (schedule, at, operation, error)
                  values (:id, :at, :operation, :error) on conflict do nothing
                  """)
              .bind("id", id)
              .bind("at", time(at))
              .bind("operation", operation)
              .bind("error", error)
              .execute();
      if (recorded > 0 && error != null) {
        ScheduleNews.failed(handle, id, null);
      }
    });
  }

  /** Tells that an operation has failed which a schedule has started; once, however often said. */
  public void failed(String operation) {
    jdbi.useTransaction(handle -> ScheduleNews.failed(handle, operation));
  }

  public Optional<ScheduleRun> run(String id, Instant at) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(RUNS + " and r.at = :at")
            .bind("id", id)
            .bind("at", time(at))
            .map((rs, context) -> readRun(rs))
            .findOne());
  }

  /** The last runs, newest first. */
  public List<ScheduleRun> runs(String id, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(RUNS + " order by r.at desc limit :limit")
            .bind("id", id)
            .bind("limit", limit)
            .map((rs, context) -> readRun(rs))
            .list());
  }

  private static final String RUNS =
      """
      select r.at, r.operation, o.state, r.error, r.fired_at
      from schedule_runs r left join operations o on o.id = r.operation
      where r.schedule = :id\
      """;

  private static ScheduleRun readRun(ResultSet rs) throws SQLException {
    return new ScheduleRun(
        rs.getTimestamp("at").toInstant(),
        rs.getString("operation"),
        rs.getString("state"),
        rs.getString("error"),
        rs.getTimestamp("fired_at").toInstant());
  }

  static Schedule read(ResultSet rs) throws SQLException {
    return new Schedule(
        rs.getString("id"),
        rs.getString("organisation_id"),
        rs.getString("name"),
        rs.getString("owner"),
        rs.getString("operation"),
        rs.getString("selector"),
        JsonPayloads.read(rs.getString("timing"), TIMING),
        instant(rs.getTimestamp("approved_until")),
        rs.getTimestamp("created_at").toInstant(),
        instant(rs.getTimestamp("synced_at")));
  }

  private static String secret(String id) {
    return "schedule/" + id;
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
