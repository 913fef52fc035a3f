package dev.holdfast.platform.database;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The versions of the schema that this code needs; the API migrates, everybody else waits. */
public final class SchemaVersion {
  /** The migrations without which this code cannot run. */
  private static final List<String> REQUIRED =
      List.of("6", "202611280350", "202611280620", "202611280621", "202611281010");

  private static final Duration POLL = Duration.ofMillis(200);

  private SchemaVersion() {}

  /**
   * Waits until the API has migrated the database far enough.
   *
   * @throws IllegalStateException if it has not within the timeout
   */
  public static void await(Jdbi jdbi, Duration timeout) throws InterruptedException {
    Instant deadline = Instant.now().plus(timeout);
    while (!reached(jdbi)) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "The database did not reach the schema versions "
                + String.join(", ", REQUIRED)
                + " within "
                + timeout.toSeconds()
                + " s; is the API running? It migrates the database when it starts.");
      }
      Thread.sleep(POLL);
    }
  }

  private static boolean reached(Jdbi jdbi) {
    try {
      return jdbi.withHandle(handle ->
          handle
              .createQuery(
                  """
                  select count(distinct version) from flyway_schema_history
                  where version = any(:versions) and success
                  """)
              .bindArray("versions", String.class, REQUIRED)
              .mapTo(Integer.class)
              .one()
              .equals(REQUIRED.size()));
    } catch (JdbiException e) {
      // No table yet, or no database yet: both are what is waited for.
      return false;
    }
  }
}
