package dev.holdfast.activities.secret;

import dev.holdfast.platform.credential.PostgresAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Somebody's PostgreSQL, which asks everybody but its superuser for a password. */
final class PasswordPostgres implements AutoCloseable {
  private static final String ACCESS =
      """
      host all postgres 127.0.0.1/32 trust
      host all all      127.0.0.1/32 scram-sha-256
      """;

  private final EmbeddedPostgres postgres;

  PasswordPostgres() throws IOException, SQLException {
    Path data = Files.createTempDirectory("holdfast-leases");
    postgres = EmbeddedPostgres.builder().setDataDirectory(data).start();
    Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
    execute(
        "select pg_reload_conf()",
        "create role app_reader",
        "create role app_owner",
        "create table orders (id integer)",
        "insert into orders values (1), (2)",
        "grant select on orders to app_reader",
        "create role maker login createrole password 'maker-password'",
        "grant app_reader to maker with admin option",
        "grant create on schema public to app_reader");
  }

  /** As its superuser. */
  void execute(String... statements) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  /** The login of one who may make roles, and is no superuser. */
  PostgresAddress maker(String password) {
    return PostgresAddress.of(
        "postgresql://maker:%s@127.0.0.1:%d/postgres".formatted(password, postgres.getPort()));
  }

  /** Logs in. */
  Connection connect(String user, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres", user, password);
  }

  /** The roles that Holdfast has made and not dropped. */
  int made() throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from pg_roles where rolname like 'holdfast%'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
