package dev.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.PlatformConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform's role in a database whose tables another role owns. */
final class PrivilegesTest {
  private static EmbeddedPostgres postgres;
  private static Jdbi platform;

  @BeforeAll
  static void migrate() throws IOException, SQLException {
    postgres = EmbeddedPostgres.start();
    Jdbi superuser = Jdbi.create(postgres.getPostgresDatabase());
    superuser.useHandle(handle -> {
      handle.execute("create role hf_owner login");
      handle.execute("create role hf login");
      handle.execute("create database hf owner hf_owner");
    });
    DataSource role = postgres.getDatabase("hf", "hf");
    PlatformConfig.Database database =
        new PlatformConfig.Database(
            "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/hf",
            "hf",
            "",
            new PlatformConfig.Owner("hf_owner", ""));
    Migrations.run(database, role);
    // At each later start; and where the API does not know the owner.
    Migrations.run(database, role);
    Migrations.run(new PlatformConfig.Database(database.url(), "hf", ""), role);
    platform = Jdbi.create(role);
    platform.useHandle(handle -> {
      for (String outcome : new String[] {"started", "succeeded"}) {
        handle.execute(
            """
            insert into command_audit (organisation, initiator, server, login_user, sudo, kind,
              internal, outcome) values ('default', 'ann', 'web-1', 'root', false, 'exec', false, ?)
            """,
            outcome);
      }
    });
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update command_audit set initiator = 'bob'",
        "update command_audit set at = now() - interval '2 years'",
        "update command_audit set outcome = 'failed' where outcome = 'succeeded'",
        "delete from command_audit",
        "truncate command_audit cascade",
        "alter table command_audit disable trigger all",
        "drop trigger command_audit_append_only on command_audit",
        "drop function guard_command_audit() cascade",
        "create or replace function guard_command_audit() returns trigger language plpgsql"
            + " as 'begin return new; end'",
        "set session_replication_role = replica",
        "drop table command_audit cascade",
        "alter table command_audit owner to hf",
        "set role hf_owner",
        "update audit_chain set hash = leaf",
        "update audit_checkpoints set position = 1",
        "delete from audit_checkpoints",
        "update audit_keys set id = 'x'",
        "delete from audit_keys",
        "create table mine (id integer)",
        "delete from flyway_schema_history"
      })
  void shouldChangeNothingThatIsWrittenInTheAudit(String statement) {
    assertThatThrownBy(() -> platform.useHandle(handle -> handle.execute(statement)))
        .hasMessageFindingMatch("permission denied|must be owner|command_audit: ");

    assertThat(
            platform.<Integer, RuntimeException>withHandle(handle ->
                handle
                    .createQuery("select count(*) from command_audit where initiator = 'ann'")
                    .mapTo(Integer.class)
                    .one()))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update command_audit set outcome = 'failed', exit_code = 1 where outcome = 'started'",
        "select id from command_audit where command is not null for update skip locked",
        "delete from command_audit where at < now() - interval '400 days'",
        "delete from audit_unchained",
        "update audit_checkpoints set cut_signature = 'x' where position = 0",
        "select id from audit_keys for update",
        "update audit_keys set private_sealed = 'x'",
        "delete from audit_chain where position = 0",
        "update operations set state = 'failed'",
        "select nextval('fencing_tokens')"
      })
  void shouldDoWhatThePlatformDoes(String statement) {
    platform.useHandle(handle -> {
      handle.begin();
      handle.execute(statement);
      handle.rollback();
    });
  }
}
