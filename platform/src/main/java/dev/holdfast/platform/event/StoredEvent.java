package dev.holdfast.platform.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * An event that has its id.
 *
 * @param id greater than those of all events that could be read before this one
 * @param data a JSON object
 */
public record StoredEvent(
    long id,
    String organisation,
    String kind,
    String level,
    Instant at,
    String subject,
    @Nullable String operation,
    @Nullable String server,
    String data) {

  /** The event of a row of the table {@code events}. */
  public static StoredEvent read(ResultSet rs) throws SQLException {
    return new StoredEvent(
        rs.getLong("id"),
        rs.getString("organisation_id"),
        rs.getString("kind"),
        rs.getString("level"),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getString("subject"),
        rs.getString("operation"),
        rs.getString("server"),
        rs.getString("data"));
  }
}
