package dev.holdfast.api.organisations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.PlatformConfig;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A database of before there were organisations becomes one of now. */
final class UpgradeTest {
  /** The last migration of before. */
  private static final String BEFORE = "202611281340";

  private static final PlatformConfig.Database DATABASE =
      TestPlatform.get().part(PlatformConfig.class).database();
  private static final String URL = DATABASE.url().replaceFirst("/[^/?]+(\\?|$)", "/upgrade$1");

  @Test
  void shouldGiveWhatIsThereToTheFirstOrganisation() {
    TestPlatform.get()
        .part(Jdbi.class)
        .useHandle(handle -> handle.execute("create database upgrade"));
    flyway(BEFORE);
    Jdbi jdbi = Jdbi.create(URL, DATABASE.user(), DATABASE.password());
    jdbi.useHandle(handle -> handle.createScript(ROWS).execute());

    flyway("latest");

    jdbi.useHandle(handle -> {
      Tables.OF_AN_ORGANISATION.forEach((table, column) ->
          assertThat(
                  handle
                      .createQuery("select distinct %s from %s".formatted(column, table))
                      .mapTo(String.class)
                      .list())
              .as(table)
              .isSubsetOf("default"));
      for (String table :
          List.of(
              "servers",
              "operations",
              "files",
              "profiles",
              "schedules",
              "runbooks",
              "named_secrets",
              "command_rules",
              "command_audit",
              "server_adapters")) {
        assertThat(handle.createQuery("select count(*) from " + table).mapTo(Integer.class).one())
            .as(table)
            .isPositive();
      }
      handle.execute("insert into organisations (id, name) values ('acme', 'acme')");
      handle.execute(SERVER, "acme", "web-1@acme");
      handle.execute(
          "insert into named_secrets (organisation_id, name, created_by) values ('acme', 'db', 'a')");
      handle.execute(
          """
          insert into runbooks (organisation_id, name, version, title, added_by)
          values ('acme', 'patch', 1, '', 'a')
          """);
    });
    assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(SERVER, "acme", "web-2")))
        .hasMessageContaining("servers_full_name");
    assertThatThrownBy(
            () -> jdbi.useHandle(handle -> handle.execute(SERVER, "default", "web-2@acme")))
        .hasMessageContaining("servers_full_name");
  }

  private static final String SERVER =
      """
      insert into servers (organisation_id, name, address, port, user_name, host_keys)
      values (?, ?, '192.0.2.2', 22, 'root', '[]')
      """;

  private static final String ROWS =
      """
      insert into users (name) values ('ada');
      insert into secrets (name, ciphertext) values ('server/web-1/key', 'x');
      insert into servers (name, address, port, user_name, credential, host_keys)
        values ('web-1', '192.0.2.1', 22, 'root', 'server/web-1/key', '[]');
      insert into servers (name, address, port, user_name, host_keys, jump, alias_of)
        values ('web-2', '192.0.2.1', 22, 'root', '[]', 'web-1', 'web-1');
      insert into server_adapters (server, address, port, adapter, why)
        values ('web-1', '192.0.2.1', 22, 'mina', 'old');
      insert into operations (id, type, state, priority, dry_run, initiator, selector, input_sha256,
        idempotency_key) values ('op-1', 'exec', 'succeeded', 'normal', false, 'ada', 'all', '', 'k');
      insert into files (sha256, expires_at) values ('hmac:1', now());
      insert into profiles (operation, server) values ('lockdown', 'web-1');
      insert into profiles (operation, label) values ('lockdown', 'env=prod');
      insert into schedules (id, name, owner, operation, selector, timing)
        values ('sch-1', 'nightly', 'ada', 'exec', 'all', '{}');
      insert into runbooks (name, version, title, added_by) values ('patch', 1, '', 'ada');
      insert into named_secrets (name, created_by) values ('db', 'ada');
      insert into command_rules (effect, selector, matcher, created_by)
        values ('deny', 'all', '{}', 'ada');
      insert into command_audit (initiator, server, login_user, sudo, kind, internal, outcome)
        values ('ada', 'web-1', 'root', false, 'exec', false, 'succeeded');
      """;

  private static void flyway(String target) {
    Flyway.configure()
        .dataSource(URL, DATABASE.user(), DATABASE.password())
        .locations("classpath:db/migration")
        .outOfOrder(true)
        .target(target)
        .load()
        .migrate();
  }
}
