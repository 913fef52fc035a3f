package dev.holdfast.platform.audit;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.audit.AuditedCommand.End;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.operation.PageCursor;
import dev.holdfast.platform.operation.WrongCursorException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The audit of commands: append-only, which the database itself sees to. */
public final class CommandAudit {
  private static final String COLUMNS =
      "id, at, organisation, initiator, operation, step, generation, server, login_user, sudo,"
          + " kind, internal, command_sealed";
  private static final String VALUES =
      ":id, :at, :organisation, :initiator, :operation, :step, :generation, :server, :loginUser,"
          + " :sudo, :kind, :internal, :command";

  /** The advisory lock of whoever closes. */
  private static final long CLOSING = 0x686f6c64_617564L;

  private static final int CLOSED_AT_A_TIME = 500;

  private final Jdbi jdbi;
  private final DataKeys keys;

  public CommandAudit(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /** The end of the command with this number. */
  public record Finished(long id, End end) {}

  /** A command that is written down when it has ended. */
  public record Whole(AuditedCommand command, End end) {}

  /**
   * Writes that a command is about to be started and returns its number. An entry of the journal
   * has one record, however often its step is delivered.
   */
  public long started(AuditedCommand command) {
    DataKey key = keys.of(KeyOwner.audit(command.at()));
    return jdbi.withHandle(handle -> {
      String insert =
          """
          insert into command_audit (%s, outcome) overriding system value
          values (%s, 'started') on conflict do nothing returning id
          """
              .formatted(COLUMNS, VALUES);
      return bind(handle.createQuery(insert), command, ids(handle, 1).getFirst(), key)
          .mapTo(Long.class)
          .findOne()
          .orElseGet(() -> ofEntry(handle, command));
    });
  }

  /** Numbers first: a text is encrypted for the record that it is of. */
  private static List<Long> ids(Handle handle, int count) {
    return handle
        .createQuery(
            """
            select nextval(pg_get_serial_sequence('command_audit', 'id'))
            from generate_series(1, :count)
            """)
        .bind("count", count)
        .mapTo(Long.class)
        .list();
  }

  private static long ofEntry(Handle handle, AuditedCommand command) {
    return handle
        .createQuery(
            """
            select id from command_audit where kind = 'journal' and operation = :operation
              and server = :server and step = :step and generation = :generation
            """)
        .bind("operation", command.operation())
        .bind("server", command.server())
        .bind("step", command.step())
        .bind("generation", command.generation())
        .mapTo(Long.class)
        .one();
  }

  /** Writes ends; one that is written already stays. */
  public void write(Collection<Finished> finished, Collection<Whole> whole) {
    // Before the transaction, which must not wait for another.
    Map<KeyOwner, DataKey> ofWhole = new HashMap<>();
    whole.forEach(
        record -> ofWhole.computeIfAbsent(KeyOwner.audit(record.command().at()), keys::of));
    // Of a record that has no text more is encrypted, nothing need be known.
    Map<Long, Begun> begun =
        begun(finished.stream().filter(end -> end.end().error() != null).toList());
    Map<KeyOwner, DataKey> ofBegun = new HashMap<>();
    begun.values().forEach(record -> ofBegun.computeIfAbsent(record.owner(), keys::of));
    jdbi.useTransaction(handle -> {
      if (!finished.isEmpty()) {
        PreparedBatch batch =
            handle.prepareBatch(
                """
                update command_audit set outcome = :outcome, exit_code = :exitCode,
                  error_sealed = :error, duration_ms = :duration, bytes_out = :out, bytes_err = :err
                where id = :id and outcome = 'started'
                """);
        for (Finished end : finished) {
          Begun record = begun.get(end.id());
          if (record == null) {
            bind(batch.bind("id", end.id()), end.end(), null).add();
          } else {
            byte[] error =
                AuditContent.ERROR.seal(
                    Objects.requireNonNull(ofBegun.get(record.owner())),
                    end.end().error(),
                    end.id(),
                    record.initiator(),
                    record.server());
            bind(batch.bind("id", end.id()), end.end(), error).add();
          }
        }
        batch.execute();
      }
      if (!whole.isEmpty()) {
        Iterator<Long> ids = ids(handle, whole.size()).iterator();
        PreparedBatch batch =
            handle.prepareBatch(
                """
                insert into command_audit
                  (%s, outcome, exit_code, error_sealed, duration_ms, bytes_out, bytes_err)
                overriding system value
                values (%s, :outcome, :exitCode, :error, :duration, :out, :err)
                """
                    .formatted(COLUMNS, VALUES));
        for (Whole record : whole) {
          AuditedCommand command = record.command();
          DataKey key = Objects.requireNonNull(ofWhole.get(KeyOwner.audit(command.at())));
          long id = ids.next();
          byte[] error =
              AuditContent.ERROR.seal(
                  key, record.end().error(), id, command.initiator(), command.server());
          bind(bind(batch, command, id, key), record.end(), error).add();
        }
        batch.execute();
      }
    });
  }

  /** What a record that was begun belongs to. */
  private record Begun(KeyOwner owner, String initiator, String server) {}

  private Map<Long, Begun> begun(Collection<Finished> finished) {
    if (finished.isEmpty()) {
      return Map.of();
    }
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select id, at, initiator, server from command_audit where id = any(:ids)")
            .bindArray("ids", Long.class, finished.stream().map(Finished::id).toList())
            .map((rs, context) ->
                Map.entry(
                    rs.getLong("id"),
                    new Begun(
                        KeyOwner.audit(rs.getObject("at", OffsetDateTime.class).toInstant()),
                        rs.getString("initiator"),
                        rs.getString("server"))))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /**
   * Writes that the outcome of commands is unknown whose operation ended without their end having
   * been written: their worker was killed, or nobody rejoined them. Commands of no operation that
   * is known are closed after a day. Of several processes one closes at a time.
   *
   * @param settled leaves commands alone whose operation has ended less than this ago: their end
   *     may be on its way
   * @return how many
   */
  public int closeAbandoned(Duration settled) {
    return jdbi.inTransaction(handle -> {
      boolean alone =
          handle
              .createQuery("select pg_try_advisory_xact_lock(:lock)")
              .bind("lock", CLOSING)
              .mapTo(Boolean.class)
              .one();
      List<Finished> abandoned = alone ? abandoned(handle, settled) : List.of();
      write(abandoned, List.of());
      return abandoned.size();
    });
  }

  private static List<Finished> abandoned(Handle handle, Duration settled) {
    return handle
        .createQuery(
            """
            select a.id, o.state,
              cast(greatest(0, extract(epoch from o.ended_at - a.at) * 1000) as bigint) as millis
            from command_audit a left join operations o on o.id = a.operation
            where a.outcome = 'started' and a.at < now() - make_interval(secs => :settled)
              and (o.ended_at < now() - make_interval(secs => :settled)
                or o.id is null and a.at < now() - interval '1 day')
            order by a.id limit :most
            """)
        .bind("settled", (double) settled.toSeconds())
        .bind("most", CLOSED_AT_A_TIME)
        .map((rs, context) -> {
          String state = rs.getString("state");
          String error =
              state == null
                  ? "no end was recorded within a day"
                  : "the operation ended, "
                      + state
                      + ", before an end of this command was recorded";
          return new Finished(
              rs.getLong("id"), new End(Outcome.UNKNOWN, null, error, rs.getLong("millis"), 0, 0));
        })
        .list();
  }

  /** Writes what somebody did to the platform. */
  public void action(AuditedAction action) {
    DataKey key = keys.of(KeyOwner.audit(action.at()));
    String server = action.server() == null ? "" : action.server();
    jdbi.useHandle(handle -> {
      long id = ids(handle, 1).getFirst();
      handle
          .createUpdate(
              """
              insert into command_audit (id, at, organisation, initiator, operation, server,
                login_user, sudo, kind, internal, command_sealed, outcome, client)
              overriding system value
              values (:id, :at, :organisation, :initiator, :operation, :server, '', false, 'action',
                false, :text, :outcome, :client)
              """)
          .bind("id", id)
          .bind("at", action.at().atOffset(ZoneOffset.UTC))
          .bind("organisation", action.organisation())
          .bind("initiator", action.initiator())
          .bind("operation", action.operation())
          .bind("server", server)
          .bind(
              "text", AuditContent.COMMAND.seal(key, action.text(), id, action.initiator(), server))
          .bind("outcome", action.outcome().word())
          .bind("client", action.client())
          .execute();
    });
  }

  /** Writes a command that was refused, and so never started. */
  public void refused(AuditedCommand command, String why) {
    write(List.of(), List.of(new Whole(command, new End(Outcome.REFUSED, null, why, 0, 0, 0))));
  }

  /**
   * Records, the newest first, or the oldest first.
   *
   * @param after the cursor of an earlier page of the same order; null for the first
   * @throws WrongCursorException if the cursor is none
   */
  public Page<AuditRecord> list(
      AuditFilter filter, boolean oldestFirst, @Nullable String after, int limit) {
    PageCursor cursor = PageCursor.parse(after, 1);
    List<AuditRow> rows =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from command_audit
                    where organisation = :organisation
                      and (cast(:server as text) is null or server = :server)
                      and (cast(:operation as text) is null or operation = :operation)
                      and (cast(:initiator as text) is null or initiator = :initiator)
                      and (cast(:since as timestamptz) is null or at >= :since)
                      and (cast(:internal as boolean) is null or internal = :internal)
                      and (cast(:after as bigint) is null or id %s :after)
                    order by id %s limit :limit
                    """
                        .formatted(oldestFirst ? ">" : "<", oldestFirst ? "asc" : "desc"))
                .bind("organisation", filter.organisation())
                .bind("server", filter.server())
                .bind("operation", filter.operation())
                .bind("initiator", filter.initiator())
                .bind(
                    "since",
                    filter.since() == null ? null : filter.since().atOffset(ZoneOffset.UTC))
                .bind("internal", filter.internal())
                .bind("after", cursor == null ? null : number(cursor.fields().getFirst()))
                .bind("limit", limit + 1)
                .map((rs, context) -> AuditRow.read(rs))
                .list());
    Map<KeyOwner, DataKey> known =
        keys.find(rows.stream().map(AuditRow::owner).distinct().toList());
    List<AuditRecord> found = rows.stream().map(row -> row.open(known.get(row.owner()))).toList();
    return found.size() <= limit
        ? new Page<>(found, null)
        : new Page<>(
            found.subList(0, limit),
            PageCursor.of(Long.toString(found.get(limit - 1).id())).word());
  }

  private static Long number(String field) {
    try {
      return Long.valueOf(field);
    } catch (NumberFormatException e) {
      throw new WrongCursorException();
    }
  }

  private static <S extends SqlStatement<S>> S bind(
      S statement, AuditedCommand command, long id, DataKey key) {
    return statement
        .bind("id", id)
        .bind("at", command.at().atOffset(ZoneOffset.UTC))
        .bind("organisation", command.organisation())
        .bind("initiator", command.initiator())
        .bind("operation", command.operation())
        .bind("step", command.step())
        .bind("generation", command.generation())
        .bind("server", command.server())
        .bind("loginUser", command.loginUser())
        .bind("sudo", command.sudo())
        .bind("kind", command.kind().word())
        .bind("internal", command.internal())
        .bind(
            "command",
            AuditContent.COMMAND.seal(
                key,
                command.command().replace('\0', '?'),
                id,
                command.initiator(),
                command.server()));
  }

  private static PreparedBatch bind(PreparedBatch batch, End end, byte @Nullable [] error) {
    return batch
        .bind("outcome", end.outcome().word())
        .bind("exitCode", end.exitCode())
        .bind("error", error)
        .bind("duration", end.durationMillis())
        .bind("out", end.bytesOut())
        .bind("err", end.bytesErr());
  }
}
