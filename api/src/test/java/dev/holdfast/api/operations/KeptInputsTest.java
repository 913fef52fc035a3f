package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.operation.Erasure;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who gives no input to a lockdown means that of the last one confirmed there. */
final class KeptInputsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final JsonMapper JSON = new JsonMapper();
  private static final AtomicInteger SERVERS = new AtomicInteger();
  private static final Map<String, Object> STRICT =
      Map.of("sshd", Map.of("allowUsers", List.of("admin"), "maxAuthTries", 2));

  private final String server = server();

  private static String server() {
    String name = "kept-input-" + SERVERS.incrementAndGet();
    assertThat(OWNER.post("/api/v1/servers", Fixtures.server(name)).status()).isEqualTo(201);
    return name;
  }

  @Test
  void shouldStartFromTheLastConfirmedInputWhenThereIsNone() {
    String confirmed = confirmed(Map.of("input", STRICT));
    confirmedDryRun();

    Answer started = lockdown(Map.of());

    assertThat(inputOn(started)).isEqualTo(JSON.valueToTree(STRICT));
    assertThat(started.json().at("/servers/0/input/operation").asString()).isEqualTo(confirmed);
  }

  @Test
  void shouldPutSingleFieldsOnTop() {
    confirmed(Map.of("input", STRICT));

    Answer started =
        lockdown(
            Map.of(
                "overrides",
                Map.of("confirmWithinSeconds", 90),
                "set",
                List.of(
                    set(3, "sshd", "maxAuthTries"),
                    set("deploy", "sshd", "allowUsers", 1),
                    Map.of("path", List.of("sshd", "ports")))));

    assertThat(inputOn(started))
        .isEqualTo(
            JSON.readTree(
                """
                {"confirmWithinSeconds": 90, "sshd": {"allowUsers": ["admin", "deploy"], "maxAuthTries": 3}}
                """));
  }

  @Test
  void shouldTakeAnEmptyInputAsItIs() {
    confirmed(Map.of("input", STRICT));

    Answer started = lockdown(Map.of("input", Map.of()));

    assertThat(inputOn(started)).isEqualTo(JSON.createObjectNode());
    assertThat(started.json().at("/servers/0/input").isMissingNode()).isTrue();
  }

  @Test
  void shouldPassOverWhatWasUndoneAndWhatFailed() {
    String kept = confirmed(Map.of("input", STRICT));
    String undone = confirmed(Map.of("input", Map.of("confirmWithinSeconds", 40)));
    end(lockdown(Map.of("input", Map.of("confirmWithinSeconds", 50))).text("id"), false);
    String undo = end(undo(undone), true);

    assertThat(origin(lockdown(Map.of()))).isEqualTo(kept);

    end(undo(undo), true);
    assertThat(origin(lockdown(Map.of()))).isEqualTo(undone);
  }

  @Test
  void shouldKeepTheInputsOfServersApart() {
    String first = server;
    String second = server();
    String third = server();
    confirmed(Map.of("input", STRICT, "selector", first));
    confirmed(Map.of("input", Map.of("confirmWithinSeconds", 40), "selector", second));

    Answer started = lockdown(Map.of("selector", String.join(",", first, second, third)));

    String id = started.text("id");
    assertThat(inputOn(id, first)).isEqualTo(JSON.valueToTree(STRICT));
    assertThat(inputOn(id, second).path("confirmWithinSeconds").asInt()).isEqualTo(40);
    assertThat(inputOn(id, third)).isEqualTo(JSON.createObjectNode());
    // As the workers read it, encrypted.
    int readable =
        PLATFORM
            .part(Jdbi.class)
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select count(*) from operation_servers where operation = :id
                          and strpos(encode(input_sealed, 'escape'), 'admin') > 0
                        """)
                    .bind("id", id)
                    .mapTo(Integer.class)
                    .one());
    assertThat(readable).isZero();
  }

  @Test
  void shouldNotTakeOverWhatAnEarlierServerOfTheNameHad() {
    confirmed(Map.of("input", STRICT));
    assertThat(OWNER.delete("/api/v1/servers/" + server).status()).isEqualTo(204);
    OWNER.post("/api/v1/servers", Fixtures.server(server));

    assertThat(inputOn(lockdown(Map.of()))).isEqualTo(JSON.createObjectNode());
  }

  @Test
  void shouldRefuseToGuessWhatWasErased() {
    String confirmed = confirmed(Map.of("input", STRICT));
    new Erasure(PLATFORM.part(Jdbi.class), PLATFORM.part(AtRest.class)).erase(confirmed);

    Answer refused = lockdown(Map.of());

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains(confirmed + " was erased; give the whole input");
    assertThat(lockdown(Map.of("input", STRICT)).status()).isEqualTo(202);
  }

  @Test
  void shouldSayWhereAWrongInputComesFrom() {
    String confirmed = confirmed(Map.of("input", STRICT));

    Answer refused = lockdown(Map.of("set", List.of(set(99, "sshd", "maxAuthTries"))));
    Answer gap = lockdown(Map.of("set", List.of(set("x", "sshd", "allowUsers", 7))));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/field").asString())
        .isEqualTo("input.sshd.maxAuthTries");
    assertThat(refused.json().at("/errors/0/message").asString())
        .endsWith("(on %s, from the last confirmed one, %s)".formatted(server, confirmed));
    assertThat(gap.status()).isEqualTo(422);
    assertThat(gap.json().at("/errors/0/field").asString()).isEqualTo("set[0]");
  }

  @Test
  void shouldReturnTheFirstOperationForItsKeyWhateverIsKeptByThen() {
    Map<String, Object> request = new HashMap<>(Map.of("type", "lockdown", "selector", server));
    Map<String, String> key = Map.of("Idempotency-Key", "kept-" + server);
    Answer first = OWNER.send("POST", "/api/v1/operations", request, key);
    confirmed(Map.of("input", STRICT));

    assertThat(OWNER.send("POST", "/api/v1/operations", request, key).text("id"))
        .isEqualTo(first.text("id"));
    request.put("input", Map.of());
    assertThat(OWNER.send("POST", "/api/v1/operations", request, key).status()).isEqualTo(409);
  }

  private static Map<String, Object> set(Object value, Object... path) {
    return Map.of("path", List.of(path), "value", value);
  }

  private String undo(String operation) {
    return OWNER
        .post(
            "/api/v1/operations",
            Map.of("type", "undo", "selector", server, "input", Map.of("operation", operation)))
        .text("id");
  }

  private Answer lockdown(Map<String, Object> more) {
    Map<String, Object> request = new HashMap<>(Map.of("type", "lockdown", "selector", server));
    request.putAll(more);
    return OWNER.post("/api/v1/operations", request);
  }

  private String confirmed(Map<String, Object> request) {
    return end(lockdown(request).text("id"), true);
  }

  private void confirmedDryRun() {
    end(lockdown(Map.of("input", Map.of(), "dryRun", true)).text("id"), true);
  }

  /** As a worker records it. */
  private static String end(String operation, boolean well) {
    Operations operations = PLATFORM.part(Operations.class);
    OperationState state = well ? OperationState.SUCCEEDED : OperationState.FAILED;
    operations.recordServers(
        operation,
        operations.servers(operation).stream()
            .map(on -> new ServerResult(on.name(), ServerState.endedWith(state), 1, 0, null, null))
            .toList());
    operations.recordOperation(new OperationUpdate(operation, state, null, null));
    return operation;
  }

  private static String origin(Answer started) {
    return started.json().at("/servers/0/input/operation").asString();
  }

  private JsonNode inputOn(Answer started) {
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    return inputOn(started.text("id"), server);
  }

  /** What a worker plans with. */
  private static JsonNode inputOn(String operation, String server) {
    return JSON.readTree(
        new ServerInputs(PLATFORM.part(Jdbi.class), PLATFORM.part(AtRest.class))
            .find(operation, server)
            .orElseGet(
                () -> PLATFORM.part(Operations.class).find(operation).orElseThrow().input()));
  }
}
