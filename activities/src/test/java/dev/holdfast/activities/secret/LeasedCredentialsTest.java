package dev.holdfast.activities.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.TestDatabase;
import dev.holdfast.platform.audit.AuditFilter;
import dev.holdfast.platform.audit.AuditRecord;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.credential.CredentialLease;
import dev.holdfast.platform.credential.LeaseTerms;
import dev.holdfast.platform.credential.PostgresAddress;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.step.Step;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials for operations, made in a real PostgreSQL. */
class LeasedCredentialsTest {
  private static final Map<String, String> ENV =
      Map.of(
          "URL", "secret://app-db", "U", "secret://app-db#user", "P", "secret://app-db#password");

  private static TestDatabase database;
  private static PasswordPostgres postgres;
  private static NamedSecrets secrets;
  private static CommandAudit audit;

  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private int before;

  @BeforeAll
  static void start() throws IOException, SQLException {
    database = new TestDatabase();
    postgres = new PasswordPostgres();
    secrets = database.namedSecrets();
    audit = new CommandAudit(database.jdbi(), database.atRest());
  }

  @BeforeEach
  void lease() throws SQLException {
    before = postgres.made();
    admin(postgres.maker("maker-password").uri());
    lease(List.of("app_reader"));
  }

  private void admin(String address) {
    secrets.set(
        "default",
        "pg-admin",
        new NamedSecrets.Setting(address.getBytes(StandardCharsets.UTF_8), null, null),
        "ann");
  }

  private void lease(List<String> grants) {
    secrets.set(
        "default",
        "app-db",
        NamedSecrets.Setting.leased(
            new LeaseTerms("postgresql", "secret://pg-admin", grants, 3600), null, null),
        "ann");
  }

  @AfterAll
  static void close() throws IOException {
    postgres.close();
    database.close();
  }

  @Test
  void shouldMakeOneForAnOperationThatMayDoWhatItWasGranted() throws Exception {
    database.operation("op-a", "exec");
    database.operation("op-b", "exec");

    Map<String, String> first = worker().variables(step("op-a", "web-1"), ENV);
    // Another worker, server, attempt.
    Map<String, String> again = worker().variables(step("op-a", "web-2"), ENV);
    Map<String, String> other = worker().variables(step("op-b", "web-1"), ENV);

    assertThat(again).isEqualTo(first);
    assertThat(other.values()).doesNotContainAnyElementsOf(first.values());
    PostgresAddress address = PostgresAddress.of(value(first, "URL"));
    assertThat(address.user()).isEqualTo(first.get("U")).startsWith("holdfast_");
    assertThat(address.password()).isEqualTo(first.get("P"));
    assertThat(orders(first)).isEqualTo(2);
    assertThatThrownBy(() -> as(first, "delete from orders")).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> as(first, "create role other")).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> postgres.connect(value(first, "U"), value(other, "P")))
        .isInstanceOf(SQLException.class);
    assertThat(postgres.made() - before).isEqualTo(2);
    assertThat(told).containsExactlyInAnyOrder("web-1", "web-2");
    assertThat(secrets.usedOn("web-2"))
        .contains(value(first, "P").getBytes(StandardCharsets.UTF_8));
    assertThat(audited("op-a"))
        .satisfiesOnlyOnce(text -> assertThat(text).startsWith("lease secret://app-db # holdfast_"))
        .filteredOn(text -> text.startsWith("read secret://app-db"))
        .hasSize(2);
    assertThat(audited("op-a").toString()).doesNotContain(value(first, "P"));
    assertThat(secrets.leases().list("default", "app-db", "op-a", 9))
        .extracting(CredentialLease::state)
        .containsExactly("leased");
  }

  @Test
  void shouldConnectOnlyWhereTheRuleLetsItAtThatMoment() {
    database.operation("op-ruled", "exec");
    allowed = 1;

    assertFails(
        FailureType.BAD_INPUT,
        "is on this machine",
        () -> worker().variables(step("op-ruled", "web-1"), ENV));
    assertFails(
        FailureType.BAD_INPUT,
        "settings set lease.private-addresses 2",
        () -> worker().variables(step("op-ruled", "web-1"), ENV));

    allowed = 2;
    assertThat(worker().variables(step("op-ruled", "web-1"), ENV)).isNotEmpty();
  }

  @Test
  void shouldMakeOneForManyWorkersAtOnce() throws Exception {
    database.operation("op-many", "exec");
    List<Future<Map<String, String>>> all = new ArrayList<>();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        String server = "many-" + i;
        all.add(threads.submit(() -> worker().variables(step("op-many", server), ENV)));
      }
    }

    for (Future<Map<String, String>> one : all) {
      assertThat(one.get()).isEqualTo(all.getFirst().get());
    }
    assertThat(orders(all.getFirst().get())).isEqualTo(2);
    assertThat(postgres.made() - before).isEqualTo(1);
    assertThat(audited("op-many").stream().filter(text -> text.startsWith("lease"))).hasSize(1);
  }

  @Test
  void shouldMakeNoneForWhatStaysNorAfterTheEnd() throws Exception {
    database.operation("op-late", "exec");
    assertFails(
        FailureType.BAD_INPUT,
        "is leased, and only a variable of exec takes it",
        () -> worker().lastingVariables(step("op-late", "web-1"), Map.of("U", "secret://app-db")));
    secrets
        .leases()
        .begin(
            "default",
            "app-db",
            new LeaseTerms("postgresql", "secret://pg-admin", List.of(), 60),
            postgres.maker("maker-password"),
            "op-late",
            "ann");
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "update credential_leases set ending_at = now() where operation = 'op-late'"));

    assertFails(
        FailureType.BAD_INPUT,
        "the lease of secret://app-db is over",
        () -> worker().variables(step("op-late", "web-1"), ENV));

    assertThat(postgres.made() - before).isZero();
  }

  @Test
  void shouldSayWhyThereIsNone() throws Exception {
    database.operation("op-1", "exec");
    lease(List.of("app_owner"));
    assertFails(
        FailureType.BAD_INPUT,
        "no credential for secret://app-db: the database at 127.0.0.1:",
        () -> worker().variables(step("op-1", "web-1"), ENV));
    database.operation("op-2", "exec");
    admin(postgres.maker("wrong-password").uri());
    assertFails(
        FailureType.BAD_INPUT,
        "refuses the login of maker; correct the secret",
        () -> worker().variables(step("op-2", "web-1"), ENV));
    database.operation("op-3", "exec");
    admin("postgresql://maker:maker-password@127.0.0.1:1/postgres");
    assertFails(
        FailureType.NO_CREDENTIAL,
        "the database at 127.0.0.1:1/postgres cannot be reached",
        () -> worker().variables(step("op-3", "web-1"), ENV));
    assertThat(postgres.made() - before).isZero();
  }

  private static void assertFails(FailureType type, String message, Runnable what) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo(type.name()))
        .hasMessageContaining(message)
        .message()
        .doesNotContain("-password");
  }

  /** Where databases may be: this one is on this machine. */
  private int allowed = 2;

  private SecretValues worker() {
    return new SecretValues(secrets, audit, () -> allowed, told::add);
  }

  private static Step step(String operation, String server) {
    return new Step(operation, server, "run", 1, 0, "Run");
  }

  private static String value(Map<String, String> variables, String name) {
    return String.valueOf(variables.get(name));
  }

  private int orders(Map<String, String> login) throws SQLException {
    try (Connection connection = postgres.connect(value(login, "U"), value(login, "P"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from orders")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void as(Map<String, String> login, String sql) throws SQLException {
    try (Connection connection = postgres.connect(value(login, "U"), value(login, "P"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> audited(String operation) {
    return audit
        .list(new AuditFilter("default", null, operation, null, null), true, null, 100)
        .items()
        .stream()
        .map(AuditRecord::command)
        .toList();
  }
}
