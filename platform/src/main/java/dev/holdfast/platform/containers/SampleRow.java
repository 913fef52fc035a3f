package dev.holdfast.platform.containers;

import dev.holdfast.platform.containers.ContainerHistory.Minute;
import dev.holdfast.platform.containers.ContainerHistory.Taken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads the rows of the history. */
final class SampleRow {
  private SampleRow() {}

  static Taken read(ResultSet rs) throws SQLException {
    return new Taken(
        rs.getString("server"),
        instant(rs, "at"),
        new ContainerSample(
            rs.getString("container"),
            rs.getObject("cpu") == null ? null : (double) rs.getFloat("cpu"),
            rs.getObject("memory", Long.class),
            rs.getLong("memory_limit"),
            rs.getObject("processes", Integer.class),
            rs.getObject("connections", Integer.class),
            rs.getObject("received", Long.class),
            rs.getObject("sent", Long.class),
            rs.getInt("restarts"),
            rs.getString("health")));
  }

  static Minute minute(ResultSet rs) throws SQLException {
    int known = rs.getInt("cpu_samples");
    int samples = rs.getInt("samples");
    return new Minute(
        rs.getString("container"),
        instant(rs, "minute"),
        samples,
        ofKnown(known, rs.getDouble("cpu_sum") / Math.max(1, known)),
        ofKnown(known, rs.getDouble("cpu_max")),
        rs.getLong("memory_sum") / samples,
        rs.getLong("memory_max"),
        rs.getInt("processes_max"),
        rs.getInt("connections_max"));
  }

  private static @Nullable Double ofKnown(int known, double value) {
    return known == 0 ? null : value;
  }

  private static Instant instant(ResultSet rs, String column) throws SQLException {
    return rs.getObject(column, OffsetDateTime.class).toInstant();
  }
}
