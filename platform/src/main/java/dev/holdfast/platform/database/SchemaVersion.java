package dev.holdfast.platform.database;

import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The version of the schema that this code needs; the API migrates, everybody else waits. */
public final class SchemaVersion {
  /** The newest migration in {@code db/migration}. */
  public static final String REQUIRED = "6";

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
            "The database did not reach schema version "
                + REQUIRED
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
                  select exists (
                    select from flyway_schema_history where version = :version and success)
                  """)
              .bind("version", REQUIRED)
              .mapTo(Boolean.class)
              .one());
    } catch (JdbiException e) {
      // No table yet, or no database yet: both are what is waited for.
      return false;
    }
  }
}
