package dev.holdfast.platform.incident;

import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.operation.OperationContent;
import dev.holdfast.schemas.incident.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code incidents}.
 *
 * @param clear the incident without what is encrypted of it
 */
@SuppressWarnings("ArrayRecordComponent")
record IncidentRow(StoredIncident clear, byte @Nullable [] title, byte @Nullable [] resolution) {

  static IncidentRow read(ResultSet rs) throws SQLException {
    OffsetDateTime closed = rs.getObject("closed_at", OffsetDateTime.class);
    return new IncidentRow(
        new StoredIncident(
            rs.getString("operation"),
            rs.getString("organisation_id"),
            rs.getString("kind"),
            rs.getString("subject"),
            Severity.of(rs.getString("severity")),
            rs.getString("owner"),
            null,
            rs.getString("opened_by"),
            rs.getObject("opened_at", OffsetDateTime.class).toInstant(),
            rs.getString("closed_by"),
            closed == null ? null : closed.toInstant(),
            rs.getString("outcome"),
            null,
            rs.getInt("signals")),
        rs.getBytes("title_sealed"),
        rs.getBytes("resolution_sealed"));
  }

  /**
   * The whole of it.
   *
   * @param key null if it is erased
   */
  StoredIncident open(@Nullable DataKey key) {
    return new StoredIncident(
        clear.id(),
        clear.organisation(),
        clear.kind(),
        clear.subject(),
        clear.severity(),
        clear.owner(),
        IncidentContent.TITLE.read(key, null, title, OperationContent.ERASED),
        clear.openedBy(),
        clear.openedAt(),
        clear.closedBy(),
        clear.closedAt(),
        clear.outcome(),
        IncidentContent.RESOLUTION.read(key, null, resolution, OperationContent.ERASED),
        clear.signals());
  }
}
