package dev.holdfast.activities;

import dev.holdfast.schemas.change.Plan;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** A PostgreSQL of the test's own with the tables that activities use. */
public final class TestDatabase implements AutoCloseable {
  private static final String[] MIGRATIONS = {
    "V1__first_stone.sql", "V5__command_policy_and_audit.sql"
  };

  private final EmbeddedPostgres postgres;
  private final Jdbi jdbi;

  /** A fresh one; close it. */
  public static TestDatabase open() {
    try {
      return new TestDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TestDatabase() throws IOException {
    postgres = EmbeddedPostgres.start();
    jdbi = Jdbi.create(postgres.getPostgresDatabase()).installPlugin(new PostgresPlugin());
    for (String migration : MIGRATIONS) {
      try (InputStream in =
          Objects.requireNonNull(Plan.class.getResourceAsStream("/db/migration/" + migration))) {
        String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        execute(sql);
      }
    }
  }

  private void execute(String sql) throws IOException {
    try {
      jdbi.useHandle(handle -> {
        try (var statement = handle.getConnection().createStatement()) {
          statement.execute(sql);
        }
      });
    } catch (java.sql.SQLException e) {
      throw new IOException(e);
    }
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
