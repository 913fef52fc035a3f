package dev.holdfast.platform.audit;

import dev.holdfast.platform.audit.AuditedCommand.End;
import dev.holdfast.platform.audit.AuditedCommand.Kind;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.operation.Cursor;
import dev.holdfast.platform.operation.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The audit of commands: append-only, which the database itself sees to. */
public final class CommandAudit {
  private static final String COLUMNS =
      "at, organisation, initiator, operation, step, generation, server, login_user, sudo, kind, internal, command";
  private static final String VALUES =
      ":at, :organisation, :initiator, :operation, :step, :generation, :server, :loginUser, :sudo, :kind, :internal, :command";

  private final Jdbi jdbi;

  public CommandAudit(Jdbi jdbi) {
    this.jdbi = jdbi;
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
    return jdbi.withHandle(handle -> {
      String insert =
          "insert into command_audit (%s, outcome) values (%s, 'started') on conflict do nothing returning id"
              .formatted(COLUMNS, VALUES);
      return bind(handle.createQuery(insert), command)
          .mapTo(Long.class)
          .findOne()
          .orElseGet(() -> ofEntry(handle, command));
    });
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
    jdbi.useTransaction(handle -> {
      if (!finished.isEmpty()) {
        PreparedBatch batch =
            handle.prepareBatch(
                """
                update command_audit set outcome = :outcome, exit_code = :exitCode, error = :error,
                  duration_ms = :duration, bytes_out = :out, bytes_err = :err
                where id = :id and outcome = 'started'
                """);
        finished.forEach(end -> bind(batch.bind("id", end.id()), end.end()).add());
        batch.execute();
      }
      if (!whole.isEmpty()) {
        PreparedBatch batch =
            handle.prepareBatch(
                """
                insert into command_audit
                  (%s, outcome, exit_code, error, duration_ms, bytes_out, bytes_err)
                values (%s, :outcome, :exitCode, :error, :duration, :out, :err)
                """
                    .formatted(COLUMNS, VALUES));
        whole.forEach(record -> bind(bind(batch, record.command()), record.end()).add());
        batch.execute();
      }
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
   * @throws IllegalArgumentException if the cursor is none
   */
  public Page<AuditRecord> list(
      AuditFilter filter, boolean oldestFirst, @Nullable String after, int limit) {
    Cursor cursor = Cursor.parse(after, 1);
    List<AuditRecord> found =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from command_audit
                    where (cast(:server as text) is null or server = :server)
                      and (cast(:operation as text) is null or operation = :operation)
                      and (cast(:initiator as text) is null or initiator = :initiator)
                      and (cast(:since as timestamptz) is null or at >= :since)
                      and (cast(:after as bigint) is null or id %s :after)
                    order by id %s limit :limit
                    """
                        .formatted(oldestFirst ? ">" : "<", oldestFirst ? "asc" : "desc"))
                .bind("server", filter.server())
                .bind("operation", filter.operation())
                .bind("initiator", filter.initiator())
                .bind(
                    "since",
                    filter.since() == null ? null : filter.since().atOffset(ZoneOffset.UTC))
                .bind("after", cursor == null ? null : number(cursor.fields().getFirst()))
                .bind("limit", limit + 1)
                .map((rs, context) -> read(rs))
                .list());
    return found.size() <= limit
        ? new Page<>(found, null)
        : new Page<>(
            found.subList(0, limit), Cursor.of(Long.toString(found.get(limit - 1).id())).word());
  }

  /** Deletes what is older than 400 days; the database refuses that for the last 365. */
  public int expire() {
    return jdbi.withHandle(handle ->
        handle.execute("delete from command_audit where at < now() - interval '400 days'"));
  }

  private static Long number(String field) {
    try {
      return Long.valueOf(field);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is not a cursor that this list gave out", e);
    }
  }

  private static <S extends SqlStatement<S>> S bind(S statement, AuditedCommand command) {
    return statement
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
        .bind("command", command.command().replace('\0', '?'));
  }

  private static PreparedBatch bind(PreparedBatch batch, End end) {
    return batch
        .bind("outcome", end.outcome().word())
        .bind("exitCode", end.exitCode())
        .bind("error", end.error())
        .bind("duration", end.durationMillis())
        .bind("out", end.bytesOut())
        .bind("err", end.bytesErr());
  }

  private static AuditRecord read(ResultSet rs) throws SQLException {
    return new AuditRecord(
        rs.getLong("id"),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getString("organisation"),
        rs.getString("initiator"),
        rs.getString("operation"),
        rs.getString("step"),
        rs.getObject("generation", Integer.class),
        rs.getString("server"),
        rs.getString("login_user"),
        rs.getBoolean("sudo"),
        Kind.of(rs.getString("kind")),
        rs.getBoolean("internal"),
        rs.getString("command"),
        Outcome.of(rs.getString("outcome")),
        rs.getObject("exit_code", Integer.class),
        rs.getString("error"),
        rs.getObject("duration_ms", Long.class),
        rs.getObject("bytes_out", Long.class),
        rs.getObject("bytes_err", Long.class));
  }
}
