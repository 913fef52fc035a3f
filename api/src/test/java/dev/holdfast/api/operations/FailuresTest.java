package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StepRecords;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.step.Step;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What went wrong with an operation, its servers and its steps, for programs. */
final class FailuresTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Jdbi JDBI = PLATFORM.part(Jdbi.class);
  private static final AtRest AT_REST = PLATFORM.part(AtRest.class);
  private static final Operations OPERATIONS = new Operations(JDBI, AT_REST);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SERVER = "failures-1";

  private String id = "";

  @BeforeAll
  static void addServer() {
    OWNER.post("/api/v1/servers", Fixtures.server(SERVER));
  }

  @BeforeEach
  void start() {
    Answer started =
        OWNER.post(
            "/api/v1/operations",
            Map.of(
                "type", "exec", "selector", SERVER, "input", Map.of("command", List.of("true"))));
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    id = started.text("id");
  }

  private JsonNode get(String part) {
    return OWNER.get("/api/v1/operations/" + id + part).json();
  }

  private void fails(ServerState state, String error, FailureData failure) {
    OPERATIONS.recordServers(
        id, List.of(new ServerResult(SERVER, state, 0, 0, null, error).with(failure)));
  }

  private void fails(String error, FailureData failure) {
    OPERATIONS.recordOperation(
        new OperationUpdate(id, OperationState.FAILED, null, error, failure));
  }

  /** The data of the event that it has failed. */
  private JsonNode event() {
    String data =
        JDBI.withHandle(handle ->
            handle
                .createQuery(
                    "select data from events where operation = :id and kind = 'operation.failed'")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    return JSON.readTree(data);
  }

  @Test
  void shouldTellOfAServerWhatItFailedOn() {
    FailureOrigin unit = FailureOrigin.ofUnit("nginx.service", "failed");
    fails(
        ServerState.FAILED,
        "it does not start",
        FailureData.of(
                FailureType.COMMAND_FAILED,
                "",
                unit,
                List.of(new FailureData.Cause(FailureType.NO_SUDO, "it asks")))
            .in("apply/unit"));

    JsonNode failure = get("").path("servers").path(0).path("failure");

    assertThat(failure)
        .isEqualTo(get("/servers").path("items").path(0).path("failure"))
        .hasToString(
            "{\"code\":\"command-failed\",\"message\":\"it does not start\",\"component\":\"systemd\","
                + "\"service\":\"nginx.service\",\"state\":\"failed\",\"step\":\"apply/unit\",\"retryable\":false,"
                + "\"causes\":[{\"code\":\"no-sudo\",\"message\":\"it asks\"}]}");
  }

  @Test
  void shouldTellOfAnOperationAndItsEventWhatKindOfFailureItIs() {
    fails("failed on failures-1 (no)", FailureData.of(FailureType.OPERATION_FAILED, "", null));

    assertThat(get("").path("failure"))
        .hasToString(
            "{\"code\":\"operation-failed\",\"message\":\"failed on failures-1 (no)\","
                + "\"component\":\"servers\",\"retryable\":false}");
    assertThat(get("/explain").path("failure")).isEqualTo(get("").path("failure"));
    JsonNode data = event();
    assertThat(data.path("code").asString()).isEqualTo("operation-failed");
    assertThat(data.path("component").asString()).isEqualTo("servers");
    assertThat(data.path("retryable").asBoolean(true)).isFalse();
    // What it says is sealed at rest.
    assertThat(data.toString()).doesNotContain("failed on");
  }

  @Test
  void shouldTellOfAStepUntilItIsTakenUpAgain() {
    StepRecords steps = new StepRecords(JDBI, AT_REST);
    Step step = new Step(id, SERVER, "run", 1, 1, "Run it");
    steps.recordStepStarted(step, 1, "worker");
    steps.recordStepFailed(
        step, "no answer", FailureData.of(FailureType.UNREACHABLE, "", null).in("run"));

    JsonNode failure = get("/steps").path("items").path(0).path("failure");
    assertThat(failure.path("message").asString()).isEqualTo("no answer");
    assertThat(failure.path("retryable").asBoolean(false)).isTrue();

    steps.recordStepStarted(step, 2, "worker");
    assertThat(get("/steps").path("items").path(0).has("failure")).isFalse();
  }

  @Test
  void shouldHaveNoneWhereNothingFailedAndInWhatIsOlder() {
    assertThat(get("").has("failure")).isFalse();
    assertThat(get("").path("servers").path(0).has("failure")).isFalse();

    OPERATIONS.recordOperation(
        new OperationUpdate(id, OperationState.FAILED, null, "as an earlier version says it"));

    assertThat(get("").path("error").asString()).isEqualTo("as an earlier version says it");
    assertThat(get("").has("failure")).isFalse();
    assertThat(event().has("code")).isFalse();
  }

  @Test
  void shouldSayWhatHasEndedItFromOutside() {
    FailureData failure = FailureData.of(FailureType.TERMINATED, "terminated: by hand", null);

    OPERATIONS.close(id, OperationState.FAILED, failure.message(), failure);

    assertThat(get("").path("failure").path("code").asString()).isEqualTo("terminated");
    assertThat(get("").path("servers").path(0).path("failure")).isEqualTo(get("").path("failure"));
  }
}
