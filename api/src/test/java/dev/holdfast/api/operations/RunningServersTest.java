package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records that read nothing before they write have to leave alone what the others do. */
final class RunningServersTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Jdbi JDBI = PLATFORM.part(Jdbi.class);
  private static final Operations OPERATIONS = new Operations(JDBI, PLATFORM.part(AtRest.class));
  private static final List<String> SERVERS =
      List.of("run-fresh", "run-failed", "run-second", "run-waits");

  private static String id = "";

  @BeforeAll
  static void start() {
    OWNER.post("/api/v1/servers", Fixtures.server("run-first"));
    id =
        OWNER
            .post("/api/v1/operations", Map.of("type", "lockdown", "selector", "run-first"))
            .text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    JDBI.useHandle(handle ->
        SERVERS.forEach(server ->
            handle.execute(
                "insert into operation_servers (operation, server, attempt) values (?, ?, ?)",
                id,
                server,
                server.equals("run-second") ? 2 : 1)));
  }

  @AfterAll
  static void cancel() {
    OWNER.post("/api/v1/operations/" + id + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
  }

  private static OperationServer server(String name) {
    return OPERATIONS.servers(id).stream()
        .filter(server -> server.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long events() {
    return JDBI.withHandle(handle ->
        handle
            .createQuery("select count(*) from events where operation = :id")
            .bind("id", id)
            .mapTo(Long.class)
            .one());
  }

  @Test
  void shouldRecordAsRunningWhatMayRun() {
    OPERATIONS.recordServers(
        id,
        List.of(
            new ServerResult("run-failed", ServerState.FAILED, 1, 2, null, "exit code 1"),
            new ServerResult("run-waits", ServerState.RUNNING, 0, 0, null, "attempt 2 of 3")));

    OPERATIONS.recordRunning(id, SERVERS, null);
    OPERATIONS.recordRunning(id, SERVERS, null);

    assertThat(server("run-fresh").state()).isEqualTo(ServerState.RUNNING);
    assertThat(server("run-waits").state()).isEqualTo(ServerState.RUNNING);
    assertThat(server("run-waits").error()).isNull();
    assertThat(server("run-failed").state()).isEqualTo(ServerState.FAILED);
    assertThat(server("run-failed").error()).isEqualTo("exit code 1");
    assertThat(server("run-failed").changes()).isOne();
    assertThat(server("run-second").state()).isEqualTo(ServerState.QUEUED);

    OPERATIONS.recordRunning(id, List.of("run-second"), 2);

    assertThat(server("run-second").state()).isEqualTo(ServerState.RUNNING);
  }

  @Test
  void shouldTellOfAStateOnceHoweverOftenItIsRecorded() {
    String hash = OPERATIONS.find(id).orElseThrow().planHash();
    long before = events();
    OperationUpdate again = new OperationUpdate(id, OperationState.AWAITING_APPROVAL, null, null);

    OPERATIONS.recordOperation(again);
    OPERATIONS.recordOperation(again);

    assertThat(events()).isEqualTo(before);
    assertThat(OPERATIONS.find(id).orElseThrow().planHash()).isEqualTo(hash);
  }
}
