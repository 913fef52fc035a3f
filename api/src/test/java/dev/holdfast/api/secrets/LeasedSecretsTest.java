package dev.holdfast.api.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.credential.CredentialLease;
import dev.holdfast.platform.credential.CredentialLeases;
import dev.holdfast.platform.credential.LeaseTerms;
import dev.holdfast.platform.credential.PostgresAddress;
import dev.holdfast.platform.credential.PostgresRoles;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Leased credentials end with their operation, in a real PostgreSQL. */
final class LeasedSecretsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String SERVER = "leased-1";
  private static final Duration SOON = Duration.ofSeconds(20);

  private static PasswordPostgres postgres;

  private final String name = "leased-" + UUID.randomUUID();
  private final String admin = "admin-" + UUID.randomUUID();
  private final CredentialLeases leases = PLATFORM.part(NamedSecrets.class).leases();

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = new PasswordPostgres();
    PLATFORM.part(Settings.class).set(Setting.LEASE_PRIVATE, 2, "test");
    OWNER.post("/api/v1/servers", Fixtures.server(SERVER));
  }

  @AfterAll
  static void stop() throws IOException {
    PLATFORM.part(Settings.class).set(Setting.LEASE_PRIVATE, 1, "test");
    postgres.close();
  }

  @Test
  void shouldEndSessionsAndDropTheRoleWhenTheOperationHasEnded() throws Exception {
    String operation = operation();
    CredentialLease lease = lease(operation, postgres.maker("maker-password"), 3600);
    String password = make(lease);
    try (Connection session = postgres.connect(lease.id(), password);
        Statement statement = session.createStatement()) {
      statement.execute("create table left_behind_" + lease.id() + " (id integer)");
      assertThat(OWNER.delete("/api/v1/secrets/" + name + "?force=true").text("code"))
          .isEqualTo("secret-leased");
      assertThat(shown(operation).at("/credentials/0/state").asString()).isEqualTo("leased");

      end(operation);

      CredentialLease ended = await(operation, it -> it.revokedAt() != null);
      assertThat(ended.error()).isNull();
      assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
    }
    assertThatThrownBy(() -> postgres.connect(lease.id(), password))
        .isInstanceOf(SQLException.class);
    postgres.execute("drop table left_behind_" + lease.id());
    assertThat(shown(operation).at("/credentials/0/state").asString()).isEqualTo("revoked");
    JsonNode listed = OWNER.get("/api/v1/secret-leases?secret=" + name).json().path("items");
    assertThat(listed).hasSize(1);
    assertThat(listed.at("/0/credential").asString()).isEqualTo(lease.id());
    assertThat(listed.toString() + shown(operation)).doesNotContain(password);
    assertThat(audited(operation)).contains("revoke secret://" + name + " # " + lease.id());
    assertThat(OWNER.delete("/api/v1/secrets/" + name).status()).isEqualTo(204);
  }

  @Test
  void shouldTryUntilItHoldsAndTakeTheNewestLoginOfTheAdministrator() throws Exception {
    String operation = operation();
    postgres.execute("create role changing login createrole password 'before'");
    PostgresAddress maker = postgres.maker("maker-password").as("changing", "before");
    CredentialLease lease = lease(operation, maker, 3600);
    make(lease);
    postgres.execute("alter role changing password 'after'");

    end(operation);

    CredentialLease waiting = await(operation, it -> it.error() != null);
    assertThat(waiting.state()).isEqualTo("ending");
    // As if it had been tried for a minute.
    tryNow(lease, 5);
    await(operation, it -> it.attempts() >= 6 && events().contains(lease.id()));
    assertThat(waiting.error()).contains("refuses the login of changing").doesNotContain("before");
    assertThat(put(admin, Map.of("value", maker.as("changing", "after").uri())).status())
        .isEqualTo(200);
    // Not in the minute that it would wait by now.
    tryNow(lease, 6);
    await(operation, it -> it.revokedAt() != null);
    assertThatThrownBy(() -> postgres.execute("drop role " + lease.id()))
        .hasMessageContaining("does not exist");
  }

  @Test
  void shouldRevokeWhenTheTimeIsOverAndAskNobodyForWhatWasNeverMade() throws Exception {
    String going = operation();
    CredentialLease lease = lease(going, postgres.maker("maker-password"), 3600);
    String password = make(lease);
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update credential_leases set expires_at = now() where id = ?", lease.id()));
    await(going, it -> it.revokedAt() != null);
    assertThatThrownBy(() -> postgres.connect(lease.id(), password))
        .isInstanceOf(SQLException.class);

    String never = operation();
    lease(never, PostgresAddress.of("postgresql://a:b@127.0.0.1:1/none"), 3600);
    end(never);
    assertThat(await(never, it -> it.revokedAt() != null).error()).isNull();
    // Nor for an operation that there is not.
    lease("op-none-" + name, PostgresAddress.of("postgresql://a:b@127.0.0.1:1/none"), 3600);
    await("op-none-" + name, it -> it.revokedAt() != null);
  }

  @Test
  void shouldAskTheDatabaseAndRefuseWhatCannotWork() throws Exception {
    assertThat(put(admin, Map.of("value", postgres.maker("maker-password").uri())).status())
        .isEqualTo(201);
    Answer kept = put(name, lease("secret://" + admin, List.of("app_reader")));
    assertThat(kept.status()).as(kept.body()).isEqualTo(201);
    assertThat(kept.json().at("/lease/grants/0").asString()).isEqualTo("app_reader");
    assertThat(kept.json().at("/lease/seconds").asInt()).isEqualTo(3600);

    assertThat(refusal(lease("secret://" + admin, List.of("no_such_role"))))
        .contains("there is no role no_such_role");
    assertThat(refusal(lease("secret://nobody", List.of())))
        .contains("lease.admin", "there is no secret://nobody with a value");
    assertThat(refusal(lease("secret://" + name, List.of()))).contains("lease.admin");
    assertThat(refusal(lease("postgresql://a:b@c/d", List.of()))).contains("lease.admin");
    assertThat(refusal(lease("secret://" + admin, List.of("a; drop")))).contains("lease.grants");
    for (String wrong :
        List.of(
            "swordfish",
            "postgresql://127.0.0.1/db",
            "jdbc:postgresql://a:b@127.0.0.1/db",
            "postgresql://a:swordfish@127.0.0.1:1/db",
            "postgresql://a:b@127.0.0.1/db?socketFactory=java.lang.String",
            "postgresql://a:b@127.0.0.1/db?sslmode=prefer&loggerFile=/tmp/x")) {
      put(admin + "-wrong", Map.of("value", wrong));
      assertThat(refusal(lease("secret://" + admin + "-wrong", List.of())))
          .as(wrong)
          .contains("lease")
          .doesNotContain("swordfish");
    }
    postgres.execute("create role nobody_" + "x login password 'x'");
    put(
        admin + "-weak",
        Map.of("value", postgres.maker("maker-password").as("nobody_x", "x").uri()));
    assertThat(refusal(lease("secret://" + admin + "-weak", List.of())))
        .contains("give it CREATEROLE");

    assertThat(put(name, Map.of("value", "x")).text("code")).isEqualTo("secret-kind");
    assertThat(put(admin, lease("secret://" + admin, List.of())).text("code"))
        .isEqualTo("secret-kind");
    for (String action : List.of("reveal", "rotate", "share")) {
      Answer refused = OWNER.post("/api/v1/secrets/" + name + "/" + action, Map.of("generate", 20));
      assertThat(refused.status()).as(action + refused.body()).isBetween(404, 422);
    }
    assertThat(OWNER.get("/api/v1/secrets/" + admin).json().at("/namedBy/0").asString())
        .isEqualTo("leased secret " + name);
    assertThat(OWNER.delete("/api/v1/secrets/" + admin).text("code")).isEqualTo("secret-in-use");
  }

  @Test
  void shouldTakeOneOnlyWhereItsEndHurtsNobody() {
    put(admin, Map.of("value", postgres.maker("maker-password").uri()));
    put(name, lease("secret://" + admin, List.of()));
    for (String part : List.of("", "#user", "#password")) {
      assertThat(start("exec", exec("secret://" + name + part)).status()).isEqualTo(202);
    }

    assertThat(start("exec", exec("secret://" + name + "@1")).body()).contains("there is no");
    assertThat(start("exec", exec("secret://" + admin + "#user")).body()).contains("there is no");
    assertThat(
            start(
                    "server-setup",
                    Map.of(
                        "files", List.of(Map.of("path", "/srv/a", "content", "secret://" + name))))
                .body())
        .contains("is leased, and would be revoked while this still holds it");
  }

  private static Map<String, Object> exec(String reference) {
    return Map.of("shell", "true", "env", Map.of("PW", reference));
  }

  private static Answer start(String type, Map<String, Object> input) {
    return OWNER.post(
        "/api/v1/operations", Map.of("type", type, "selector", SERVER, "input", input));
  }

  private static Map<String, Object> lease(String secret, List<String> grants) {
    return Map.of("lease", Map.of("kind", "postgresql", "admin", secret, "grants", grants));
  }

  private static Answer put(String secret, Map<String, Object> request) {
    return OWNER.send("PUT", "/api/v1/secrets/" + secret, request, Map.of());
  }

  private String refusal(Map<String, Object> request) {
    Answer refused = put(name, request);
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    return refused.json().path("errors").toString();
  }

  /** One that runs until {@link #end}. */
  private String operation() {
    return start("exec", Map.of("shell", "true")).text("id");
  }

  private static void end(String operation) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update operations set ended_at = now(), state = 'succeeded' where id = ?",
                operation));
  }

  private CredentialLease lease(String operation, PostgresAddress login, int seconds) {
    LeaseTerms terms =
        new LeaseTerms("postgresql", "secret://" + admin, List.of("app_reader"), seconds);
    PLATFORM
        .part(NamedSecrets.class)
        .set("default", name, NamedSecrets.Setting.leased(terms, null, null), "ann");
    put(admin, Map.of("value", login.uri()));
    leases.begin("default", name, terms, login, operation, "ann");
    return found(operation).lease();
  }

  private CredentialLeases.Held found(String operation) {
    return leases.find("default", name, operation).orElseThrow();
  }

  /** As a worker does it. */
  private String make(CredentialLease lease) throws Exception {
    CredentialLeases.Held held = found(lease.operation());
    boolean made =
        new PostgresRoles()
            .make(
                PostgresAddress.of(held.credential().admin()),
                new PostgresRoles.NewRole(
                    lease.id(),
                    held.credential().password(),
                    lease.expiresAt(),
                    List.of(),
                    "of the test"),
                () -> leases.making("default", lease.id()));
    assertThat(made).isTrue();
    leases.issued("default", lease.id());
    postgres.execute("grant app_reader to " + lease.id());
    postgres.connect(lease.id(), held.credential().password()).close();
    return held.credential().password();
  }

  private CredentialLease await(String operation, Predicate<CredentialLease> condition)
      throws InterruptedException {
    Instant end = Instant.now().plus(SOON);
    while (true) {
      CredentialLease lease = found(operation).lease();
      if (condition.test(lease) || Instant.now().isAfter(end)) {
        assertThat(condition.test(lease)).as(lease.toString()).isTrue();
        return lease;
      }
      Thread.sleep(50);
    }
  }

  /** As if it had been tried so often, and were due. */
  private static void tryNow(CredentialLease lease, int attempts) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update credential_leases set attempts = ?, next_attempt_at = now() where id = ?",
                attempts,
                lease.id()));
  }

  private static String events() {
    return PLATFORM
        .part(Jdbi.class)
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select coalesce(string_agg(data::text, ' '), '') from events
                    where kind = 'secret.not-revoked'
                    """)
                .mapTo(String.class)
                .one());
  }

  private static JsonNode shown(String operation) {
    return OWNER.get("/api/v1/operations/" + operation).json();
  }

  private static String audited(String operation) {
    return OWNER.get("/api/v1/audit?operation=" + operation + "&limit=200").body();
  }
}
