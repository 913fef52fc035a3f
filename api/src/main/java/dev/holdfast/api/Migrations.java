package dev.holdfast.api;

import dev.holdfast.platform.PlatformConfig;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the platform's schema up to date; of several APIs that start at once, one does. */
final class Migrations {
  private Migrations() {}

  /**
   * Migrates the schema, by the role that owns it if there is one of its own.
   *
   * @param platform connections of the role that the platform works by
   * @throws IllegalStateException if a later version of Holdfast has migrated it: this one would
   *     read and write rows that it does not understand
   */
  static void run(PlatformConfig.Database database, DataSource platform) {
    PlatformConfig.Owner owner = database.owner();
    FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader());
    Flyway flyway =
        (owner == null
                ? configuration.dataSource(platform)
                : configuration.dataSource(database.url(), owner.user(), owner.password()))
            .locations("classpath:db/migration")
            // Each domain has migrations of its own, named by time: one may arrive after a later
            // one.
            .outOfOrder(true)
            // Waits for a database that is still starting.
            .connectRetries(10)
            .load();
    refuseALaterSchema(flyway);
    if (owner != null) {
      flyway.migrate();
      Privileges.grant(flyway.getConfiguration().getDataSource(), database.user());
    } else if (flyway.info().pending().length > 0) {
      // Else there may be another role that owns the tables, and has migrated them.
      flyway.migrate();
    }
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
