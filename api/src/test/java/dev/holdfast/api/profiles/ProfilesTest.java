package dev.holdfast.api.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ProfilesTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Jdbi JDBI = PLATFORM.part(Jdbi.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final AtomicInteger SERVERS = new AtomicInteger();

  private final String server = server();
  private final String label = "test=" + server;

  /** Its labels are test=NAME and twin=NAME. */
  private static String server() {
    String name = "profiled-" + SERVERS.incrementAndGet();
    Map<String, Object> registered = Fixtures.server(name);
    registered.put("labels", Map.of("test", name, "twin", name));
    assertThat(OWNER.post("/api/v1/servers", registered).status()).isEqualTo(201);
    return name;
  }

  @Test
  void shouldRunWithTheProfileOfTheLabelAndSayItsVersion() {
    assertThat(keep(label, Map.of("input", tries(2))).status()).isEqualTo(201);
    assertThat(keep(label, Map.of("set", List.of(set(4, "sshd", "maxAuthTries")))).status())
        .isEqualTo(200);

    Answer started = lockdown(Map.of());

    assertThat(inputOn(started.text("id"), server)).isEqualTo(JSON.valueToTree(tries(4)));
    JsonNode origin = started.json().at("/servers/0/input");
    assertThat(origin.path("profile").asString()).isEqualTo("lockdown for " + label);
    assertThat(origin.path("version").asInt()).isEqualTo(2);
    Answer more = lockdown(Map.of("set", List.of(set(90, "confirmWithinSeconds"))));
    assertThat(inputOn(more.text("id"), server).path("confirmWithinSeconds").asInt()).isEqualTo(90);
    assertThat(inputOn(more.text("id"), server).at("/sshd/maxAuthTries").asInt()).isEqualTo(4);
    Answer exact = lockdown(Map.of("input", Map.of()));
    assertThat(inputOn(exact.text("id"), server)).isEqualTo(JSON.createObjectNode());
  }

  @Test
  void shouldPreferTheServersOwnProfileAndThatToWhatWasConfirmed() {
    confirmed(Map.of("input", tries(5)));
    keep(label, Map.of("input", tries(2), "priority", 100));
    assertThat(inputOn(lockdown(Map.of()).text("id"), server))
        .isEqualTo(JSON.valueToTree(tries(2)));

    keep(server, Map.of("input", tries(3)));

    assertThat(inputOn(lockdown(Map.of()).text("id"), server))
        .isEqualTo(JSON.valueToTree(tries(3)));
  }

  @Test
  void shouldRefuseTwoOfEqualRankThatDiffer() {
    keep(label, Map.of("input", tries(2)));
    keep("twin=" + server, Map.of("input", tries(3)));

    Answer refused = lockdown(Map.of());

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("code")).isEqualTo("profiles-conflict");
    assertThat(refused.text("detail"))
        .contains(server, "lockdown for " + label, "lockdown for twin=" + server, "priority");
    keep("twin=" + server, Map.of("priority", 1));
    assertThat(inputOn(lockdown(Map.of()).text("id"), server))
        .isEqualTo(JSON.valueToTree(tries(3)));
  }

  @Test
  void shouldTellWhatWasKeptWhenAndByWhom() {
    keep(server, Map.of("input", tries(2)));
    Answer same = keep(server, Map.of("input", tries(2)));
    assertThat(same.json().path("version").asInt()).isEqualTo(1);
    String id = same.text("id");
    assertThat(OWNER.delete("/api/v1/profiles/" + id).status()).isEqualTo(204);
    assertThat(OWNER.delete("/api/v1/profiles/" + id).text("code")).isEqualTo("unknown-profile");
    assertThat(OWNER.get("/api/v1/profiles/" + id).status()).isEqualTo(404);
    assertThat(lockdown(Map.of()).json().at("/servers/0/input").isMissingNode()).isTrue();

    keep(server, Map.of("set", List.of(set(6, "sshd", "maxAuthTries"))));

    JsonNode history =
        OWNER
            .get(
                "/api/v1/profiles/%s/history"
                    .formatted(
                        OWNER
                            .get("/api/v1/profiles/of?operation=lockdown&target=" + server)
                            .text("id")))
            .json()
            .path("items");
    assertThat(history.valueStream().map(one -> one.path("version").asInt()))
        .containsExactly(3, 2, 1);
    assertThat(history.at("/0/input")).isEqualTo(JSON.valueToTree(tries(6)));
    assertThat(history.at("/1/removed").asBoolean()).isTrue();
    assertThat(history.at("/2/input")).isEqualTo(JSON.valueToTree(tries(2)));
    assertThat(history.valueStream().map(one -> one.path("setBy").asString()))
        .containsOnly("admin");
    assertThat(history.at("/0/setAt").asString()).endsWith("Z");
  }

  @Test
  void shouldRefuseWhatIsWrongAndKeepNothing() {
    Answer input = keep(server, Map.of("input", tries(99)));
    assertThat(input.json().at("/errors/0/field").asString()).isEqualTo("input.sshd.maxAuthTries");
    assertThat(keep("nobody", Map.of()).text("code")).isEqualTo("unknown-server");
    assertThat(keep("a=b,c=d", Map.of()).body()).contains("one label=value");
    assertThat(keep(server, Map.of("priority", 3)).body()).contains("counts before all others");
    for (String wrong :
        List.of(
            "\"set\": [null]",
            "\"set\": [{\"path\": [null], \"value\": 1}]",
            "\"set\": [{\"path\": [\"sshd\", 1.5], \"value\": 1}]",
            "\"input\": []",
            "\"variables\": [null]",
            "\"variables\": [{\"value\": \"x\"}]",
            "\"variables\": [{\"name\": \"a\", \"label\": \"b\", \"value\": \"x\"}]")) {
      String request =
          "{\"operation\": \"lockdown\", \"target\": \"%s\", %s}".formatted(server, wrong);
      assertThat(OWNER.send("PUT", "/api/v1/profiles", request, Map.of()).status())
          .as(wrong)
          .isEqualTo(422);
    }
    Answer exec =
        OWNER.send(
            "PUT",
            "/api/v1/profiles",
            Map.of("operation", "exec", "target", server, "input", Map.of("shell", "id")),
            Map.of());
    assertThat(exec.json().at("/errors/0/message").asString())
        .contains("'exec' does not say how servers are to be", "these do: server-setup, lockdown");

    assertThat(OWNER.get("/api/v1/profiles").body()).doesNotContain("\"" + server + "\"");
  }

  @Test
  void shouldShowAndStoreNothingReadableToOthers() {
    String marker = "user-" + server;
    keep(label, Map.of("input", Map.of("sshd", Map.of("allowUsers", List.of("admin", marker)))));

    assertThat(OWNER.get("/api/v1/profiles?operation=lockdown").body())
        .contains("\"" + label + "\"")
        .doesNotContain(marker);
    Http ann = PLATFORM.user("profiles-ann");
    assertThat(ann.get("/api/v1/profiles").status()).isEqualTo(403);
    List<byte[]> stored =
        JDBI.withHandle(handle ->
            handle
                .createQuery(
                    "select body_sealed from profile_versions join profiles on id = profile where label = ?")
                .bind(0, label)
                .mapTo(byte[].class)
                .list());
    assertThat(stored)
        .singleElement()
        .satisfies(body ->
            assertThat(new String(body, StandardCharsets.ISO_8859_1)).doesNotContain(marker));
  }

  @Test
  void shouldFillInVariablesByLabel() {
    String other = server();
    Map<String, Object> users = Map.of("sshd", Map.of("allowUsers", List.of("admin", "${user}")));
    Answer undeclared = keep("twin=" + server, Map.of("input", users));
    assertThat(undeclared.json().at("/errors/0/field").asString())
        .isEqualTo("input.sshd.allowUsers[1]");
    assertThat(undeclared.json().at("/errors/0/message").asString())
        .startsWith("the variable 'user' is not declared");
    Answer wrong =
        keep(
            "twin=" + server,
            Map.of("input", users, "variables", List.of(variable(null, "not a user"))));
    assertThat(wrong.json().at("/errors/0/field").asString()).isEqualTo("input.sshd.allowUsers[1]");
    List<Object> variables = List.of(variable("test=" + server, "deploy"));
    for (String target : List.of("test=" + server, "test=" + other)) {
      assertThat(keep(target, Map.of("input", users, "variables", variables)).status())
          .isEqualTo(201);
    }

    assertThat(inputOn(lockdown(Map.of()).text("id"), server).at("/sshd/allowUsers/1").asString())
        .isEqualTo("deploy");
    Answer without = lockdown(Map.of("selector", other));
    assertThat(without.json().at("/errors/0/field").asString())
        .isEqualTo("input.sshd.allowUsers[1]");
    assertThat(without.json().at("/errors/0/message").asString())
        .contains("the variable 'user' has no value here", "on " + other, "version 1");

    Answer both = keep("test=" + other, Map.of("variables", List.of(variable(null, "dev"))));
    assertThat(both.json().path("variables").size()).isEqualTo(2);
    Answer filled = lockdown(Map.of("selector", other));
    assertThat(inputOn(filled.text("id"), other).at("/sshd/allowUsers/1").asString())
        .isEqualTo("dev");
  }

  private static Map<String, Object> variable(@Nullable String label, String value) {
    Map<String, Object> variable = new HashMap<>(Map.of("name", "user", "value", value));
    if (label != null) {
      variable.put("label", label);
    }
    return variable;
  }

  @Test
  void shouldForgetTheProfileOfAServerThatIsRemoved() {
    keep(server, Map.of("input", tries(2)));
    assertThat(OWNER.delete("/api/v1/servers/" + server).status()).isEqualTo(204);
    OWNER.post("/api/v1/servers", Fixtures.server(server));

    assertThat(OWNER.get("/api/v1/profiles/of?operation=lockdown&target=" + server).status())
        .isEqualTo(404);
    assertThat(inputOn(lockdown(Map.of()).text("id"), server)).isEqualTo(JSON.createObjectNode());
  }

  private static Map<String, Object> tries(int number) {
    return Map.of("sshd", Map.of("maxAuthTries", number));
  }

  private static Map<String, Object> set(Object value, Object... path) {
    return Map.of("path", List.of(path), "value", value);
  }

  private static Answer keep(String target, Map<String, Object> more) {
    Map<String, Object> request = new HashMap<>(Map.of("operation", "lockdown", "target", target));
    request.putAll(more);
    return OWNER.send("PUT", "/api/v1/profiles", request, Map.of());
  }

  private Answer lockdown(Map<String, Object> more) {
    Map<String, Object> request = new HashMap<>(Map.of("type", "lockdown", "selector", server));
    request.putAll(more);
    return OWNER.post("/api/v1/operations", request);
  }

  private void confirmed(Map<String, Object> request) {
    String id = lockdown(request).text("id");
    Operations operations = PLATFORM.part(Operations.class);
    operations.recordServers(
        id, List.of(new ServerResult(server, ServerState.SUCCEEDED, 1, 0, null, null)));
    operations.recordOperation(new OperationUpdate(id, OperationState.SUCCEEDED, null, null));
  }

  /** What a worker plans with. */
  private static JsonNode inputOn(String operation, String server) {
    return JSON.readTree(
        new ServerInputs(JDBI, PLATFORM.part(AtRest.class))
            .find(operation, server)
            .orElseGet(
                () -> PLATFORM.part(Operations.class).find(operation).orElseThrow().input()));
  }
}
