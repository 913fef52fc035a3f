package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.operation.Erasure;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ServerRepairs;
import dev.holdfast.schemas.gate.GateServers;
import dev.holdfast.schemas.operation.FleetActivities.GateLook;
import dev.holdfast.schemas.operation.FleetActivities.GateState;
import dev.holdfast.schemas.operation.FleetActivities.WaveServers;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What must hold between two waves: how it is asked for, kept and told. */
@Timeout(60)
final class WaveGatesTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final List<String> WAVES = List.of("1", "100%");

  private final Jdbi jdbi = PLATFORM.part(Jdbi.class);
  private final Operations operations = new Operations(jdbi, PLATFORM.part(AtRest.class));
  private final ServerRepairs repairs = new ServerRepairs(jdbi, PLATFORM.part(AtRest.class));
  private final String server = "gates-" + NUMBERS.incrementAndGet();

  WaveGatesTest() {
    assertThat(OWNER.post("/api/v1/servers", Fixtures.server(server)).status()).isEqualTo(201);
  }

  private Answer start(Http who, String type, Map<String, Object> more) {
    Map<String, Object> request = new HashMap<>(more);
    request.put("type", type);
    request.put("selector", server);
    return who.post("/api/v1/operations", request);
  }

  private Answer start(Map<String, Object> more) {
    return start(OWNER, "lockdown", more);
  }

  private String started(String... gates) {
    Answer answer = start(Map.of("waves", WAVES, "gates", List.of(gates)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    Fixtures.awaitState(OWNER, answer.text("id"), "awaiting-approval");
    return answer.text("id");
  }

  /** The events of a kind, once there is one of the operation: they are told a moment later. */
  private static String told(String kind, String id) {
    String events = "";
    while (!events.contains("operation/" + id)) {
      events = OWNER.get("/api/v1/events?kind=" + kind + "&limit=1000").body();
    }
    return events;
  }

  private static void end(String id) {
    OWNER.post("/api/v1/operations/" + id + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
  }

  @Test
  void shouldTellHowItStands() {
    String id = started("verify", "url:https://example.com/health");
    JsonNode gates = OWNER.get("/api/v1/operations/" + id).json().path("gates");
    assertThat(gates.path("withinSeconds").asInt()).isEqualTo(120);
    assertThat(gates.at("/conditions/1").asString()).isEqualTo("url:https://example.com/health");
    assertThat(gates.has("now")).isFalse();

    operations.recordGates(
        id,
        new GateLook(GateState.REFUSED, 1, 2, 1_800_000_000_000L, "after wave 1 of 2 it is ill"));
    Instant until = Instant.parse("2030-01-01T00:00:00Z");
    repairs.waits(id, until);
    repairs.waits(id, until);

    JsonNode now = OWNER.get("/api/v1/operations/" + id).json().at("/gates/now");
    assertThat(now.path("state").asString()).isEqualTo("refused");
    assertThat(now.at("/after/of").asInt()).isEqualTo(2);
    assertThat(OWNER.get("/api/v1/operations/" + id + "/explain").body())
        .contains("a gate that did not hold", "it is ill", "./holdfast ops resume " + id);
    assertThat(told("operation.halted", id))
        .as("it is told once that it waits")
        .containsOnlyOnce("operation/" + id)
        .contains("\"reason\": \"gate\"");
    repairs.waits(id, null);
    operations.recordGates(id, new GateLook(GateState.TRYING, 1, 2, 1_800_000_000_000L, null));
    assertThat(OWNER.get("/api/v1/operations/" + id).json().at("/gates/now/state").asString())
        .isEqualTo("trying");
    end(id);
    assertThat(OWNER.get("/api/v1/operations/" + id).json().path("gates").has("now")).isFalse();

    assertThat(new Erasure(jdbi, PLATFORM.part(AtRest.class)).erase(id)).isTrue();
    assertThat(OWNER.get("/api/v1/operations/" + id).json().has("gates"))
        .as("what a gate says is what the operation was given")
        .isFalse();
  }

  @Test
  void shouldTellThatItIsParkedOnceForEachWait() {
    String id = started("verify");
    operations.recordOperation(new OperationUpdate(id, OperationState.PARKED, null, null));
    operations.recordOperation(new OperationUpdate(id, OperationState.PARKED, null, null));

    assertThat(told("operation.parked", id)).containsOnlyOnce("operation/" + id);
    end(id);
  }

  @Test
  void shouldAskTheServersOfTheWaveThatAreDone() {
    String id = started("verify");
    FleetRows rows = new FleetRows(jdbi);
    assertThat(rows.gateQueues(new WaveServers(id, "", "~"))).isEmpty();

    operations.recordServers(
        id, List.of(new ServerResult(server, ServerState.SUCCEEDED, 1, 0, null, null)));

    assertThat(rows.gateQueues(new WaveServers(id, "", "~"))).containsExactly(TaskQueues.SSH);
    assertThat(rows.gateQueues(new WaveServers(id, server, "~"))).isEmpty();
    assertThat(rows.gateServers(id, new GateServers("", server, TaskQueues.SSH)))
        .containsExactly(server);
    assertThat(rows.gateServers(id, new GateServers("", server, TaskQueues.ssh("eu")))).isEmpty();
    end(id);
  }

  @Test
  void shouldRefuseGatesThatCannotStandThere() {
    assertThat(start(Map.of("gates", List.of("verify"))).body())
        .contains("stand between waves, and there is one wave only");
    assertThat(start(Map.of("waves", WAVES, "gates", List.of("ping"))).body())
        .contains("gates[0]", "'ping' is not a gate; write verify, command:LINE");
    assertThat(start(Map.of("waves", WAVES, "gates", List.of("url:ftp://example.com"))).body())
        .contains("gates[0]", "does not begin with https:// or http://");
    assertThat(start(Map.of("waves", WAVES, "gates", List.of("metric:https://example.com"))).body())
        .contains("gates[0]", "names no query; write metric:ADDRESS QUERY");
    assertThat(start(Map.of("waves", WAVES, "gateSeconds", 60)).body())
        .contains("gateSeconds", "is for gates, and there are none");
    assertThat(start(Map.of("waves", WAVES, "gates", List.of("verify"), "gateSeconds", 5)).body())
        .contains("must be from 10 to 3600");
    assertThat(
            start(
                    OWNER,
                    "exec",
                    Map.of(
                        "waves",
                        WAVES,
                        "gates",
                        List.of("verify"),
                        "input",
                        Map.of("shell", "true")))
                .body())
        .contains("verify is for operations that compare servers with a desired state");
  }

  @Test
  void shouldAskForThePermissionToRunTheCommandOfAGate() {
    Http locksDown = PLATFORM.user(server + "-ann", "approver", "all");
    Map<String, Object> gates = Map.of("waves", WAVES, "gates", List.of("command:id"));
    assertThat(start(locksDown, "lockdown", gates).status()).isEqualTo(403);
  }

  @Test
  void shouldAskTheCommandPolicyAboutTheCommandOfAGate() {
    Map<String, Object> denied =
        Map.of(
            "effect",
            "deny",
            "operation",
            "exec",
            "selector",
            "test=" + server,
            "words",
            List.of("curl"));
    Answer rule = OWNER.post("/api/v1/policies/commands", denied);
    assertThat(rule.status()).as(rule.body()).isEqualTo(201);
    Answer refused =
        start(Map.of("waves", WAVES, "gates", List.of("command:curl -fs localhost/health")));
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.text("code")).isEqualTo("command-refused");
  }
}
