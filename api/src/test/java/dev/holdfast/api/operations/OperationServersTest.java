package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.OperationServers;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.operation.FleetActivities;
import dev.holdfast.schemas.operation.FleetActivities.Which;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An operation on more servers than one document tells of. */
final class OperationServersTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final int SERVERS = 10_000;

  /** web-00000 is the one that the operation was started on. */
  private static String id = "";

  @BeforeAll
  static void startOnMany() {
    OWNER.post("/api/v1/servers", Fixtures.server("web-00000"));
    id =
        OWNER
            .post("/api/v1/operations", Map.of("type", "lockdown", "selector", "web-00000"))
            .text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    Jdbi jdbi = PLATFORM.part(Jdbi.class);
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into operation_servers (operation, server)
            select ?, 'web-' || lpad(n::text, 5, '0') from generate_series(1, ?) n
            """,
            id,
            SERVERS - 1));
    List<ServerResult> results = new ArrayList<>();
    IntStream.range(1, 9_000)
        .mapToObj(n -> new ServerResult(name(n), ServerState.SUCCEEDED, 2, 3, "sha256:x", null))
        .forEach(results::add);
    results.add(new ServerResult(name(9_001), ServerState.FAILED, 4, 0, "sha256:x", "exit code 3"));
    results.add(new ServerResult(name(9_002), ServerState.UNREACHABLE, 0, 0, null, "away"));
    results.add(new ServerResult(name(9_003), ServerState.RUNNING, 2, 0, "sha256:x", null));
    new Operations(jdbi, PLATFORM.part(AtRest.class)).recordServers(id, results);
  }

  @AfterAll
  static void cancel() {
    OWNER.post("/api/v1/operations/" + id + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
  }

  private static String name(int number) {
    return "web-%05d".formatted(number);
  }

  private static JsonNode get(String query) {
    return OWNER.get("/api/v1/operations/" + id + query).json();
  }

  private static List<String> names(JsonNode servers) {
    return servers.valueStream().map(server -> server.path("name").asString()).toList();
  }

  @Test
  void shouldTellOfTheFirstHundredAndCountAll() {
    JsonNode operation = get("");

    assertThat(names(operation.path("servers")))
        .hasSize(100)
        .startsWith("web-09001", "web-09002", "web-00001")
        .endsWith("web-09003");
    JsonNode progress = operation.path("progress");
    assertThat(progress.path("total").asInt()).isEqualTo(SERVERS);
    assertThat(progress.path("succeeded").asInt()).isEqualTo(8_999);
    assertThat(progress.path("failed").asInt()).isEqualTo(1);
    assertThat(progress.path("unreachable").asInt()).isEqualTo(1);
    assertThat(progress.path("running").asInt()).isEqualTo(1);
    assertThat(progress.path("queued").asInt()).isEqualTo(998);
    assertThat(progress.path("awaiting-approval").asInt()).isZero();
    assertThat(operation.path("changes").asInt()).isEqualTo(2 * 8_999);
    assertThat(operation.path("unchanged").asInt()).isEqualTo(3 * 8_999);
    assertThat(operation.path("causes").valueStream().map(cause -> cause.path("cause").asString()))
        .containsExactlyInAnyOrder("exit code 3", "away");
  }

  @Test
  void shouldGoThroughThemAsItsWorkflowDoes() {
    FleetRows rows = new FleetRows(PLATFORM.part(Jdbi.class));
    List<String> queued = new ArrayList<>();
    String after = "";
    do {
      List<FleetTarget> page =
          rows.next(new FleetActivities.NextServers(id, Which.QUEUED, after, 300));
      page.forEach(target -> queued.add(target.server()));
      after = page.isEmpty() ? "" : page.getLast().server();
    } while (!after.isEmpty());

    assertThat(queued).hasSizeBetween(997, 998).isSorted().contains(name(9_000), name(9_999));
    assertThat(rows.count(id).states())
        .containsEntry(ServerState.SUCCEEDED, 8_999)
        .containsEntry(ServerState.RUNNING, 1);
    assertThat(rows.state(id, name(9_002))).isEqualTo(ServerState.UNREACHABLE);
    OperationServers servers =
        new OperationServers(PLATFORM.part(Jdbi.class), PLATFORM.part(AtRest.class));
    assertThat(servers.named(id, List.of(name(9_001), name(1), "nobody")))
        .extracting(OperationServer::name, OperationServer::error)
        .containsExactlyInAnyOrder(tuple(name(9_001), "exit code 3"), tuple(name(1), null));
  }

  @Test
  void shouldListAllPartByPart() {
    List<String> all = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = get("/servers?limit=5000" + after);
      assertThat(page.path("items").size()).isLessThanOrEqualTo(500);
      all.addAll(names(page.path("items")));
      after = page.path("next").isNull() ? "" : "&after=" + page.path("next").asString();
    } while (!after.isEmpty());

    assertThat(all).isEqualTo(IntStream.range(0, SERVERS).mapToObj(n -> name(n)).toList());
  }

  @Test
  void shouldListThoseInSomeStates() {
    JsonNode page = get("/servers?state=failed,unreachable,running");

    assertThat(names(page.path("items"))).containsExactly("web-09001", "web-09002", "web-09003");
    assertThat(page.path("items").path(0).path("error").asString()).isEqualTo("exit code 3");
    assertThat(page.path("items").path(0).path("planned").asInt()).isEqualTo(4);
    assertThat(page.path("next").isNull()).isTrue();
  }

  @Test
  void shouldRefuseWhatItCannotRead() {
    assertThat(get("/servers?state=paused").path("errors").path(0).path("message").asString())
        .contains("'paused' is not a state of a server; there are queued, planning");
    assertThat(get("/servers?after=x").path("errors").path(0).path("field").asString())
        .isEqualTo("after");
    assertThat(OWNER.get("/api/v1/operations/op-none/servers").status()).isEqualTo(404);
  }

  @Test
  void shouldKeepWhatHasEndedWhenOlderNewsArriveLate() {
    Operations operations = PLATFORM.part(Operations.class);

    operations.recordServers(
        id,
        List.of(
            new ServerResult(name(9_002), ServerState.RUNNING, 0, 0, null, null),
            new ServerResult(name(9_001), ServerState.QUEUED, 0, 0, null, null)));

    assertThat(names(get("/servers?state=failed,unreachable").path("items")))
        .containsExactly("web-09001", "web-09002");
  }
}
