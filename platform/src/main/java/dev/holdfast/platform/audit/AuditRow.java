package dev.holdfast.platform.audit;

import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.audit.AuditedCommand.Kind;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.schemas.server.ServerNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record of the audit before its texts are decrypted. */
@SuppressWarnings("ArrayRecordComponent")
record AuditRow(
    AuditRecord clear,
    @Nullable String command,
    byte @Nullable [] commandSealed,
    byte @Nullable [] errorSealed) {
  private static final String ERASED = "(erased)";

  static AuditRow read(ResultSet rs) throws SQLException {
    return new AuditRow(
        new AuditRecord(
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
            ERASED,
            Outcome.of(rs.getString("outcome")),
            rs.getObject("exit_code", Integer.class),
            rs.getString("error"),
            rs.getObject("duration_ms", Long.class),
            rs.getObject("bytes_out", Long.class),
            rs.getObject("bytes_err", Long.class),
            rs.getString("client")),
        rs.getString("command"),
        rs.getBytes("command_sealed"),
        rs.getBytes("error_sealed"));
  }

  KeyOwner owner() {
    return KeyOwner.audit(clear.at());
  }

  /**
   * @param key of its month; null if that is erased
   */
  AuditRecord open(@Nullable DataKey key) {
    Object[] row = {clear.id(), clear.initiator(), clear.server()};
    String text = AuditContent.COMMAND.read(key, command, commandSealed, ERASED, row);
    return new AuditRecord(
        clear.id(),
        clear.at(),
        clear.organisation(),
        clear.initiator(),
        clear.operation(),
        clear.step(),
        clear.generation(),
        ServerNames.within(clear.server()),
        clear.loginUser(),
        clear.sudo(),
        clear.kind(),
        clear.internal(),
        Objects.requireNonNullElse(text, ERASED),
        clear.outcome(),
        clear.exitCode(),
        AuditContent.ERROR.read(key, clear.error(), errorSealed, ERASED, row),
        clear.durationMillis(),
        clear.bytesOut(),
        clear.bytesErr(),
        clear.client());
  }
}
