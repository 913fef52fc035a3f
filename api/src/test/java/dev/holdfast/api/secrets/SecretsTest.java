package dev.holdfast.api.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.encryption.ClearText;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.schemas.secret.SecretReference;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class SecretsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String SERVER = "secret-1";

  private final String name = "test-" + UUID.randomUUID();
  private final String path = "/api/v1/secrets/" + name;

  @BeforeAll
  static void addServer() {
    OWNER.post("/api/v1/servers", Fixtures.server(SERVER));
  }

  @Test
  void shouldKeepVersionsOfWhichOnlyRevealingShowsTheValue() {
    String marker = "kanari" + UUID.randomUUID().toString().replace("-", "") + "-";
    Answer made =
        put(
            path,
            Map.of(
                "value", marker + "one", "description", "of the test", "labels", Map.of("a", "b")));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(put(path, Map.of("value", marker + "two")).status()).isEqualTo(200);

    JsonNode shown = OWNER.get(path).json();
    assertThat(shown.path("version").asInt()).isEqualTo(2);
    assertThat(shown.path("description").asString()).isEqualTo("of the test");
    assertThat(shown.at("/labels/a").asString()).isEqualTo("b");
    assertThat(shown.path("versions")).hasSize(2);
    assertThat(shown.toString() + OWNER.get("/api/v1/secrets").body()).doesNotContain(marker);
    assertThat(new ClearText(PLATFORM.part(Jdbi.class), marker).inTables()).isEmpty();

    assertThat(reveal(Map.of()).text("value")).isEqualTo(marker + "two");
    assertThat(reveal(Map.of("version", 1)).text("value")).isEqualTo(marker + "one");
    assertThat(reveal(Map.of("version", 3)).text("code")).isEqualTo("unknown-secret-version");
    assertThat(audited())
        .contains(
            "secret set " + name + " # version 1",
            "secret show " + name + " --reveal # version 1",
            "secret show " + name + " --reveal # version 2");
    PLATFORM.part(Keyset.class).rotate();
    assertThat(put(path, Map.of("value", marker + "three")).status()).isEqualTo(200);
    assertThat(reveal(Map.of("version", 1)).text("value")).isEqualTo(marker + "one");
    assertThat(reveal(Map.of()).text("value")).isEqualTo(marker + "three");
  }

  @Test
  void shouldRotateToAGeneratedValueAndKeepTenVersions() {
    assertThat(OWNER.post(path + "/rotate", Map.of("generate", 32)).text("code"))
        .isEqualTo("unknown-secret");
    byte[] binary = {0, (byte) 0xff, 10};
    put(path, Map.of("base64", Base64.getEncoder().encodeToString(binary)));
    assertThat(reveal(Map.of()).json().path("value").isNull()).isTrue();
    assertThat(Base64.getDecoder().decode(reveal(Map.of()).text("base64"))).isEqualTo(binary);

    for (int i = 0; i < NamedSecrets.VERSIONS; i++) {
      assertThat(OWNER.post(path + "/rotate", Map.of("generate", 32)).body())
          .contains("\"bytes\":32");
    }

    assertThat(reveal(Map.of()).text("value")).matches("[A-Za-z0-9]{32}");
    JsonNode versions = OWNER.get(path).json().path("versions");
    assertThat(versions.valueStream().map(one -> one.path("version").asInt()))
        .hasSize(NamedSecrets.VERSIONS)
        .startsWith(11, 10)
        .endsWith(2);
    assertThat(OWNER.delete(path + "?version=11").text("code")).isEqualTo("newest-version");
    assertThat(OWNER.delete(path + "?version=5").status()).isEqualTo(204);
    assertThat(reveal(Map.of("version", 5)).status()).isEqualTo(404);
  }

  @Test
  void shouldRefuseWhatIsWrong() {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("value", ""),
            Map.of("value", "x", "generate", 20),
            Map.of("value", "x".repeat(NamedSecrets.LARGEST + 1)),
            Map.of("base64", "no base64!"),
            Map.of("generate", 3),
            Map.of("value", "x", "labels", Map.of("a b", "c")))) {
      Answer refused = put(path, wrong);
      assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    }
    assertThat(put("/api/v1/secrets/Upper", Map.of("value", "x")).status()).isEqualTo(422);
    assertThat(OWNER.get(path).status()).isEqualTo(404);
    Http bob = PLATFORM.user("bob-of-secrets");
    put(path, Map.of("value", "for nobody"));
    assertThat(bob.post(path + "/reveal", Map.of()).status()).isEqualTo(403);
    assertThat(bob.get("/api/v1/secrets").status()).isEqualTo(403);
  }

  @Test
  void shouldTakeReferencesOnlyWhereASecretBelongsAndOnlyToOneThatIsThere() {
    put(path, Map.of("value", "swordfish"));
    String reference = "secret://" + name;

    assertThat(start("exec", Map.of("shell", "true", "env", Map.of("PW", reference))).status())
        .isEqualTo(202);
    assertThat(refusal("exec", Map.of("shell", "true", "env", Map.of("PW", reference + "@7"))))
        .contains("input.env.PW")
        .contains("there is no " + reference + "@7; set it with ./holdfast secret set " + name);
    assertThat(refusal("exec", Map.of("shell", "true", "env", Map.of("PW", "secret://A B"))))
        .contains("does not have the form secret://NAME or secret://NAME@VERSION");
    assertThat(refusal("exec", Map.of("command", List.of("login", reference))))
        .contains("input.command[1]")
        .contains("takes no secret");
    assertThat(refusal("server-setup", file(Map.of("content", "secret://none-of-these"))))
        .contains("input.files[0].content");
    assertThat(
            refusal(
                "server-setup",
                file(Map.of("content", "a={{ a }}", "variables", Map.of("a", "secret://nothing")))))
        .contains("input.files[0].variables.a");
  }

  @Test
  void shouldSayWhatNamesASecretAndNotLoseItByAccident() {
    put(path, Map.of("value", "swordfish"));
    put(path + "-longer", Map.of("value", "swordfish"));
    Answer kept =
        put(
            "/api/v1/profiles",
            Map.of(
                "operation",
                "server-setup",
                "target",
                SERVER,
                "input",
                file(Map.of("content", "secret://" + name + "-longer"))));
    assertThat(kept.status()).as(kept.body()).isLessThan(300);

    assertThat(OWNER.get(path).json().path("namedBy")).isEmpty();
    assertThat(OWNER.get(path + "-longer").json().at("/namedBy/0").asString())
        .isEqualTo("profile server-setup for " + SERVER);
    Answer refused = OWNER.delete(path + "-longer");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("code")).isEqualTo("secret-in-use");
    assertThat(OWNER.delete(path + "-longer?force=true").status()).isEqualTo(204);
    assertThat(OWNER.delete(path).status()).isEqualTo(204);
    assertThat(OWNER.get(path).text("code")).isEqualTo("unknown-secret");
    OWNER.delete("/api/v1/profiles/" + kept.text("id"));
  }

  @Test
  void shouldKeepWhatAServerMayStillHold() {
    NamedSecrets secrets = PLATFORM.part(NamedSecrets.class);
    put(path, Map.of("value", "swordfish"));
    secrets.uses().record("default", new SecretReference(name, 1), "held-1", "some-operation");
    for (int i = 0; i < NamedSecrets.VERSIONS; i++) {
      OWNER.post(path + "/rotate", Map.of("generate", 32));
    }

    assertThat(reveal(Map.of("version", 1)).text("value")).isEqualTo("swordfish");
    for (Answer refused : List.of(OWNER.delete(path), OWNER.delete(path + "?version=1"))) {
      assertThat(refused.text("code")).isEqualTo("secret-in-use");
      assertThat(refused.text("detail")).startsWith("held-1 may still hold");
    }

    assertThat(OWNER.delete(path + "?version=1&force=true").status()).isEqualTo(204);
    assertThat(OWNER.delete(path + "?force=true").status()).isEqualTo(204);
  }

  private static Answer put(String path, Map<String, Object> request) {
    return OWNER.send("PUT", path, request, Map.of());
  }

  private Answer reveal(Map<String, Object> request) {
    return OWNER.post(path + "/reveal", request);
  }

  private static Map<String, Object> file(Map<String, Object> how) {
    Map<String, Object> file = new HashMap<>(how);
    file.put("path", "/srv/secret");
    return Map.of("files", List.of(file));
  }

  private static Answer start(String type, Map<String, Object> input) {
    return OWNER.post(
        "/api/v1/operations", Map.of("type", type, "selector", SERVER, "input", input));
  }

  private static String refusal(String type, Map<String, Object> input) {
    Answer refused = start(type, input);
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    return refused.json().path("errors").toString();
  }

  private Stream<String> audited() {
    return OWNER
        .get("/api/v1/audit?limit=200")
        .json()
        .path("items")
        .valueStream()
        .map(record -> record.path("command").asString())
        .filter(text -> text.contains(name));
  }
}
