package dev.holdfast.api;

import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** Brings the platform's schema up to date; of several APIs that start at once, one does. */
final class Migrations {
  private Migrations() {}

  /**
   * Migrates the schema.
   *
   * @throws IllegalStateException if a later version of Holdfast has migrated it: this one would
   *     read and write rows that it does not understand
   */
  static void run(DataSource dataSource) {
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(dataSource)
            .locations("classpath:db/migration")
            // Each domain has migrations of its own, named by time: one may arrive after a later
            // one.
            .outOfOrder(true)
            // Waits for a database that is still starting.
            .connectRetries(10)
            .load();
    refuseALaterSchema(flyway);
    flyway.migrate();
  }

  private static void refuseALaterSchema(Flyway flyway) {
    List<String> unknown =
        Arrays.stream(flyway.info().all())
            .filter(
                migration -> migration.getState().isApplied() && !migration.getState().isResolved())
            .map(MigrationInfo::getScript)
            .toList();
    if (!unknown.isEmpty()) {
      throw new IllegalStateException(
          "the database was migrated by a later version of Holdfast (%s); start that version, or restore a backup from before: docs/backup.md"
              .formatted(unknown.getLast()));
    }
  }
}
