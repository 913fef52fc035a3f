package dev.holdfast.api.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.ClearValues;
import dev.holdfast.platform.atrest.ErasedException;
import dev.holdfast.platform.atrest.SealedColumn;
import dev.holdfast.platform.audit.AuditContent;
import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.AuditedCommand.End;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.file.FileContent;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.file.StoredFile;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.Erasure;
import dev.holdfast.platform.operation.OperationContent;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StepRecords;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.step.Step;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plants texts wherever operations leave something, and looks for them in the database. */
final class EncryptionTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Jdbi JDBI = PLATFORM.part(Jdbi.class);
  private static final AtRest AT_REST = PLATFORM.part(AtRest.class);
  private static final Operations OPERATIONS = PLATFORM.part(Operations.class);
  private static final CommandAudit AUDIT = PLATFORM.part(CommandAudit.class);
  private static final StepRecords STEPS = PLATFORM.part(StepRecords.class);
  private static final StepLogs LOGS = new StepLogs(JDBI, AT_REST);
  private static final Ledger LEDGER = new Ledger(JDBI, AT_REST);
  private static final String SERVER = "sealed-1";

  /** Of this run, and in no source. */
  private final String marker = "kanari" + UUID.randomUUID().toString().replace("-", "") + "-";

  private final ClearText clearText = new ClearText(JDBI, marker);

  @BeforeAll
  static void addServer() {
    OWNER.post("/api/v1/servers", Fixtures.server(SERVER));
  }

  @Test
  void shouldHaveNothingInClearInTheDatabaseAndItsLog() throws Exception {
    Map<String, Object> server = Fixtures.server("sealed-secrets");
    server.put("sudoPassword", marker + "sudo-password");
    Answer added = OWNER.post("/api/v1/servers", server);
    assertThat(added.status()).as(added.body()).isLessThan(300);
    Answer stored =
        OWNER.send(
            "PUT",
            "/api/v1/files?upload=" + UUID.randomUUID(),
            marker + "file",
            Map.of("Content-Type", "application/octet-stream"));
    assertThat(stored.status()).as(stored.body()).isEqualTo(200);

    String operation = operation();
    leaveAll(operation);
    flush();

    assertThat(clearText.inTables()).isEmpty();
    assertThat(clearText.inFiles("base")).isEmpty();
    assertThat(clearText.inFiles("pg_wal")).isEmpty();
    assertThat(OWNER.get("/api/v1/files/" + stored.text("sha256")).body())
        .isEqualTo(marker + "file");
    assertReadable(operation);
  }

  @Test
  void shouldStoreNoDigestThatCanBeGuessed() {
    Answer stored =
        OWNER.send("PUT", "/api/v1/files?upload=" + UUID.randomUUID(), "1234", Map.of());
    String operation = operation();

    String sha256 = stored.text("sha256");
    assertThat(sha256).hasSize(64);
    assertThat(count("files where sha256 = '" + sha256 + "'")).isZero();
    assertThat(count("files where sha256 like 'hmac:%'")).isPositive();
    assertThat(count("operations where id = '" + operation + "' and input_sha256 like 'hmac:%'"))
        .isOne();
  }

  @Test
  void shouldEncryptWhatAnEarlierVersionHasStored() throws Exception {
    String operation = operation();
    leaveAll(operation);
    asAnEarlierVersionHasIt(operation);
    String file = fileOfAnEarlierVersion();
    // Statistics hold samples of what is in clear, as they do after a while.
    execute("analyze");
    assertThat(clearText.inTables())
        .contains(
            "operations: script",
            "operation_steps: summary",
            "operation_logs: in hexadecimal",
            "file_chunks: in hexadecimal",
            "plans: diff",
            "command_audit: argument");
    assertReadable(operation);
    assertThat(OWNER.get("/api/v1/files/" + file).body()).isEqualTo(marker + "file");

    PLATFORM.part(BackgroundEncryption.class).encryptAll();

    assertThat(clearText.inTables()).isEmpty();
    assertReadable(operation);
    assertThat(OWNER.get("/api/v1/files/" + file).body()).isEqualTo(marker + "file");
    assertThat(count("files where sha256 = '" + file + "'")).isZero();
    execute("analyze");
    execute("vacuum full");
    flush();
    assertThat(clearText.inFiles("base")).isEmpty();
  }

  @Test
  void shouldLoseNothingWhenItDiesWhileItEncrypts() {
    String operation = operation();
    leaveAll(operation);
    asAnEarlierVersionHasIt(operation);

    var clear = new ClearValues(JDBI, AT_REST.keys());
    assertThatThrownBy(() ->
            clear.encryptSome(
                OperationContent.OUTPUT,
                (handle, owner, value) -> {
                  throw new IllegalStateException("killed");
                }))
        .hasMessage("killed");
    assertReadable(operation);

    PLATFORM.part(BackgroundEncryption.class).encryptAll();
    assertReadable(operation);
    assertThat(clearText.inTables()).isEmpty();
  }

  @Test
  void shouldTakeWhatAnEarlierWorkerWritesOverAnEncryptedValue() {
    String operation = operation();
    leaveAll(operation);
    JDBI.useHandle(handle -> {
      handle.execute("update operation_servers set error = 'newer' where operation = ?", operation);
      handle.execute(
          """
          insert into operation_logs
            (operation, server, step, generation, stream, byte_offset, bytes)
          values (?, ?, 'run', 1, 'stdout', ?, 'more')
          """,
          operation,
          SERVER,
          LOGS.stored(step(operation, "run"), false));
    });

    for (int encrypted = 0; encrypted < 2; encrypted++) {
      assertThat(OPERATIONS.servers(operation).getFirst().error()).isEqualTo("newer");
      assertThat(OPERATIONS.servers(operation).getFirst().failure()).isNull();
      assertThat(LOGS.stdout(step(operation, "run"))).isEqualTo(marker + "output\nmore");
      assertThat(LOGS.stored(step(operation, "run"), false)).isEqualTo(marker.length() + 11);
      PLATFORM.part(BackgroundEncryption.class).encryptAll();
    }
    assertThat(count("operation_servers where error is not null")).isZero();
    assertThat(count("operation_logs where bytes is not null")).isZero();
  }

  @Test
  void shouldNotReadAValueInThePlaceOfAnother() {
    String operation = operation();
    leaveAll(operation);
    JDBI.useHandle(handle ->
        handle.execute(
            """
            update operation_steps set summary_sealed = (
              select error_sealed from operation_steps where operation = ? and step = 'fails')
            where operation = ? and step = 'run'
            """,
            operation,
            operation));

    assertThatThrownBy(() -> STEPS.list(operation, null))
        .hasMessageContaining("summary of [sealed-1, run, 1] in operation_steps")
        .hasMessageContaining("cannot be decrypted");
  }

  @Test
  void shouldAnswerSensiblyWhenTheKeyWasErased() throws Exception {
    String operation = operation();
    leaveAll(operation);
    Erasure erasure = new Erasure(JDBI, AT_REST);
    assertThatThrownBy(() -> erasure.erase(operation)).hasMessageContaining("has not ended");
    OPERATIONS.close(operation, OperationState.FAILED, marker + "reason", null);
    // One that has not been encrypted yet.
    new EarlierVersion(JDBI, AT_REST)
        .store(OperationContent.STEP_ERROR, "operation = '" + operation + "'");

    assertThat(erasure.erase(operation)).isTrue();
    assertThat(erasure.erase("op-none")).isFalse();

    String path = "/api/v1/operations/" + operation;
    for (String part :
        List.of("", "/steps", "/logs", "/logs/raw?server=" + SERVER, "/plan", "/changes")) {
      Answer answer = OWNER.get(path + part);
      assertThat(answer.status()).as(part + ": " + answer.body()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain(marker);
    }
    assertThat(OWNER.get(path).text("error")).isEqualTo("(erased)");
    assertThat(OWNER.get(path).json().has("failure")).isFalse();
    assertThat(OWNER.get(path + "/steps").body()).contains("(erased)");
    assertThat(OPERATIONS.find(operation).orElseThrow().input()).isEqualTo("{}");
    assertThatThrownBy(() -> LOGS.append(step(operation, "late"), false, 0, new byte[1]))
        .isInstanceOf(ErasedException.class);
    assertThat(clearText.inTables()).isEmpty();
  }

  @Test
  void shouldKnowARepeatedRequestOfAnEarlierVersion() {
    Map<String, Object> request = request();
    Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    Answer first = OWNER.send("POST", "/api/v1/operations", request, key);
    String sha256 = "0".repeat(64); // What an earlier version had stored cannot be computed here.
    JDBI.useHandle(handle ->
        handle.execute(
            "update operations set input_sha256 = ? where id = ?", sha256, first.text("id")));
    var stored = OPERATIONS.find(first.text("id")).orElseThrow();
    assertThat(OPERATIONS.sameInput(stored, sha256)).isTrue();
    assertThat(OPERATIONS.sameInput(stored, "1".repeat(64))).isFalse();

    PLATFORM.part(BackgroundEncryption.class).encryptAll();

    var replaced = OPERATIONS.find(first.text("id")).orElseThrow();
    assertThat(replaced.inputDigest()).startsWith("hmac:");
    assertThat(OPERATIONS.sameInput(replaced, sha256)).isTrue();
    assertThat(OPERATIONS.sameInput(replaced, "1".repeat(64))).isFalse();
  }

  private Map<String, Object> request() {
    Map<String, Object> input = new HashMap<>();
    input.put(
        "script", Map.of("interpreter", "sh", "text", "echo " + marker + "script\necho done\n"));
    input.put("env", Map.of("GREETING", marker + "env"));
    return Map.of("type", "exec", "selector", SERVER, "input", input);
  }

  private String operation() {
    Answer started = OWNER.post("/api/v1/operations", request());
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    return started.text("id");
  }

  private static Step step(String operation, String key) {
    return new Step(operation, SERVER, key, 1, 1, "Run it");
  }

  private Plan plan() {
    return Plan.of(
        SERVER, List.of(new Plan.Group("sudo", "Rules", 0, List.of(change()))), 1, List.of());
  }

  private Change change() {
    var before = new Resource.SudoRules("ops", marker + "before");
    return new Change(
        before.subject(),
        Change.Action.UPDATE,
        "Change rules",
        "+" + marker + "diff\n",
        Change.Risk.MEDIUM,
        before,
        new Resource.SudoRules("ops", marker + "after"));
  }

  private FailureData failure() {
    FailureOrigin unit = FailureOrigin.ofUnit(marker + "unit", "failed");
    return FailureData.of(FailureType.COMMAND_FAILED, marker + "failure", unit);
  }

  /** All that a worker leaves of an operation, by what workers use. */
  private void leaveAll(String operation) {
    Step run = new Step(operation, SERVER, "run", 1, 1, "Run " + marker + "summary");
    STEPS.recordStepStarted(run, 1, "worker");
    LOGS.append(run, false, 0, (marker + "output\n").getBytes(StandardCharsets.UTF_8));
    STEPS.recordStepSucceeded(run);
    Step fails = step(operation, "fails");
    STEPS.recordStepStarted(fails, 1, "worker");
    STEPS.recordStepFailed(fails, marker + "step-error", failure());
    new Plans(JDBI, AT_REST).store(operation, plan());
    LEDGER.applied(fails, List.of(change()));
    OPERATIONS.recordServers(
        operation,
        List.of(
            new ServerResult(
                    SERVER,
                    ServerState.FAILED,
                    0,
                    0,
                    plan().hash(),
                    marker + "server-error",
                    Map.of("tail", marker + "outcome", "generation", 1))
                .with(failure())));
    OPERATIONS.recordOperation(
        new OperationUpdate(operation, OperationState.RUNNING, null, marker + "error", failure()));
    PLATFORM
        .part(Approvals.class)
        .record(operation, SERVER, plan().hash(), true, "ada", marker + "approval", false);
    long audited =
        AUDIT.started(
            new AuditedCommand(
                Instant.now(),
                "default",
                "ada",
                operation,
                "run",
                1,
                SERVER,
                "admin",
                false,
                AuditedCommand.Kind.EXEC,
                false,
                "echo " + marker + "argument"));
    AUDIT.write(
        List.of(
            new CommandAudit.Finished(
                audited,
                new End(AuditedCommand.Outcome.FAILED, 1, marker + "audit-error", 1, 2, 3))),
        List.of());
  }

  private void assertReadable(String operation) {
    assertThat(OPERATIONS.find(operation).orElseThrow().input())
        .contains(marker + "script", marker + "env");
    assertThat(OPERATIONS.find(operation).orElseThrow().error()).isEqualTo(marker + "error");
    OperationServer server = OPERATIONS.servers(operation).getFirst();
    assertThat(server.error()).isEqualTo(marker + "server-error");
    assertThat(server.outcome()).containsEntry("tail", marker + "outcome");
    assertThat(server.failure()).isEqualTo(failure().saying(marker + "server-error"));
    assertThat(OPERATIONS.find(operation).orElseThrow().failure())
        .isEqualTo(failure().saying(marker + "error"));
    assertThat(STEPS.list(operation, null))
        .extracting(StepRecords.StepRecord::failure)
        .containsExactly(null, failure().saying(marker + "step-error"));
    assertThat(STEPS.list(operation, null).toString())
        .contains(marker + "summary", marker + "step-error");
    assertThat(LOGS.stdout(step(operation, "run"))).isEqualTo(marker + "output\n");
    assertThat(LOGS.stored(step(operation, "run"), false)).isEqualTo(marker.length() + 7);
    String path = "/api/v1/operations/" + operation;
    assertThat(OWNER.get(path + "/logs").body()).contains(marker + "output");
    assertThat(OWNER.get(path + "/logs/raw?server=" + SERVER).body())
        .isEqualTo(marker + "output\n");
    assertThat(OWNER.get(path + "/plan").body()).contains(marker + "diff");
    assertThat(OWNER.get(path + "/changes").body()).contains(marker + "before", "sudo:ops");
    assertThat(OWNER.get("/api/v1/audit?operation=" + operation).body())
        .contains(marker + "argument", marker + "audit-error");
    assertThat(new Plans(JDBI, AT_REST).find(operation, SERVER, plan().hash())).contains(plan());
  }

  /** Puts what is encrypted of an operation where an earlier version had it. */
  private static void asAnEarlierVersionHasIt(String operation) {
    EarlierVersion earlier = new EarlierVersion(JDBI, AT_REST);
    for (SealedColumn column : OperationContent.ALL) {
      assertThat(earlier.store(column, column.owner() + " = '" + operation + "'"))
          .as(column.table() + "." + column.column())
          .isPositive();
    }
    for (SealedColumn column : AuditContent.ALL) {
      assertThat(earlier.store(column, "operation = '" + operation + "'")).isOne();
    }
  }

  private String fileOfAnEarlierVersion() {
    Answer stored =
        OWNER.send("PUT", "/api/v1/files?upload=" + UUID.randomUUID(), marker + "file", Map.of());
    String sha256 = stored.text("sha256");
    long id =
        PLATFORM.part(FileStore.class).find("default", sha256).map(StoredFile::id).orElseThrow();
    assertThat(new EarlierVersion(JDBI, AT_REST).store(FileContent.CHUNK, "file = " + id)).isOne();
    execute("update files set sha256 = '" + sha256 + "' where id = " + id);
    return sha256;
  }

  private static void execute(String sql) {
    JDBI.useHandle(handle -> handle.execute(sql));
  }

  /** Everything is in the files. */
  private static void flush() {
    execute("checkpoint");
    execute("select pg_switch_wal()");
    execute("checkpoint");
  }

  private static int count(String from) {
    return JDBI.withHandle(
        handle -> handle.createQuery("select count(*) from " + from).mapTo(Integer.class).one());
  }
}
