package dev.holdfast.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.PlatformConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class MigrationsTest {
  /** The platform's role owns the tables. */
  private static final PlatformConfig.Database OWN = new PlatformConfig.Database("", "", "");

  @Test
  void shouldRefuseASchemaThatALaterVersionHasMigrated() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      DataSource database = postgres.getPostgresDatabase();
      Migrations.run(OWN, database);
      assertThatCode(() -> Migrations.run(OWN, database)).doesNotThrowAnyException();

      Jdbi.create(database)
          .useHandle(handle ->
              handle.execute(
                  """
                  insert into flyway_schema_history
                    (installed_rank, version, description, type, script, checksum, installed_by,
                     execution_time, success)
                  select max(installed_rank) + 1, '209901010000', 'core later', 'SQL',
                    'V209901010000__core_later.sql', 1, 'test', 1, true
                  from flyway_schema_history
                  """));

      assertThatThrownBy(() -> Migrations.run(OWN, database))
          .hasMessageContaining("later version of Holdfast")
          .hasMessageContaining("V209901010000__core_later.sql");
    }
  }
}
