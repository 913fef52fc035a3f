package dev.holdfast.api;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the platform's schema up to date; of several APIs that start at once, one does. */
final class Migrations {
  private Migrations() {}

  static void run(DataSource dataSource) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(dataSource)
        .locations("classpath:db/migration")
        // Each domain has migrations of its own, named by time: one may arrive after a later one.
        .outOfOrder(true)
        // Waits for a database that is still starting.
        .connectRetries(10)
        .load()
        .migrate();
  }
}
