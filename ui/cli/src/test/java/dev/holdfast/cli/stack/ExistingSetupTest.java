package dev.holdfast.cli.stack;

import static dev.holdfast.cli.Documents.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ExistingSetupTest {
  private static final String KEPT =
      "{\"servers\":[{\"server\":\"web-1\",\"notes\":[\"log is not deployed\"]}]}";

  @TempDir Path directory = Path.of("");
  private final TestPlatform platform = new TestPlatform();

  @BeforeEach
  void files() throws IOException {
    platform.answers("POST /operations", operation("queued"));
    platform.answers("GET /operations/op-01", operation("succeeded"));
    platform.answers("GET /operations/op-01/plan", KEPT);
    Files.createDirectories(directory.resolve("configs"));
    write("stacks.json", "{\"stacks\": {\"siem\": [\"log\", \"web\"], \"other\": [\"web\"]}}");
    write(
        "configs/log.json", "{\"image\": \"log@sha256:0f\", \"volumes\": [\"log-data:/var/log\"]}");
    write("configs/web.json", "{\"image\": \"web@sha256:0f\", \"ports\": [\"80:8080\"]}");
    write("configs/web.env", "# fine\n\nLEVEL=info=1\n KEY=secret://key\n");
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldMakeOneStackOfTheFiles() {
    Cli.Result result = deploy(Cli.at(platform.url()), "--stack", "siem", "--redeploy");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("web.env", "secret://NAME");
    assertThat(sent("POST /operations").path("input"))
        .isEqualTo(
            Json.parse(
                """
                {"stack": "siem", "names": "tool", "tools": {
                  "log": {"image": "log@sha256:0f", "volumes": ["log-data:/var/log"]},
                  "web": {"image": "web@sha256:0f", "ports": ["80:8080"],
                    "environment": {"LEVEL": "info=1", "KEY": "secret://key"}, "volumes": ["web-data:/data"]}},
                 "redeploy": true}
                """));
  }

  @Test
  void shouldAskBeforeItRedeploysWhatHasData() {
    assertThat(answered("y\n").path("redeploy").asBoolean()).isTrue();
  }

  @Test
  void shouldNotRedeployByDefault() {
    assertThat(answered("\n").has("redeploy")).isFalse();
  }

  @Test
  void shouldOnlySayWhatStaysWhereNobodyCanBeAsked() {
    Cli.Result result = deploy(Cli.at(platform.url()), "--stack", "siem");

    assertThat(result.err()).contains("web-1: log is not deployed").doesNotContain("Redeploy?");
    assertThat(last().has("redeploy")).isFalse();
  }

  @Test
  void shouldNameFileKeyAndRemedyOfWhatIsWrong() throws IOException {
    assertThat(deploy(Cli.nowhere()).err()).contains("several stacks", "--stack: siem, other");
    assertThat(deploy(Cli.nowhere(), "--stack", "x").err()).contains("stacks.x is missing");
    write("configs/web.json", "{\"env\": {}, \"odd\": 1, \"ports\": \"80:80\"}");
    assertThat(deploy(Cli.nowhere(), "--stack", "other").err())
        .contains(
            "web.json is not a tool",
            "env: write environment",
            "odd: no tool has it",
            "ports: is no list",
            "image: is missing");
    write("configs/web.json", "{\"image\": \"x\"");
    assertThat(deploy(Cli.nowhere(), "--stack", "other").err())
        .contains("web.json is not JSON: line 1");
    write("configs/web.json", "{\"image\": \"x\", \"environment\": {\"KEY\": \"1\"}}");
    assertThat(deploy(Cli.nowhere(), "--stack", "other").err())
        .contains("web.env, line 4: KEY is there twice");
    write("configs/web.env", "KEY\n");
    assertThat(deploy(Cli.nowhere(), "--stack", "other").err())
        .contains("line 1 is not NAME=value");
  }

  @Test
  void shouldKnowTheFieldsThatAToolOfAStackHas() throws IOException {
    try (InputStream schema =
        ToolFile.class.getResourceAsStream("/dev/holdfast/schemas/stack/schema.json")) {
      String text =
          new String(Objects.requireNonNull(schema).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(ToolFile.FIELDS.keySet())
          .containsExactlyInAnyOrderElementsOf(
              Json.parse(text)
                  .at("/properties/tools/additionalProperties/properties")
                  .properties()
                  .stream()
                  .map(Map.Entry::getKey)
                  .toList());
    }
  }

  private JsonNode answered(String typed) {
    Cli.Result result =
        deploy(Cli.at(platform.url()).onTerminal(Cli.TERMINAL).typing(typed), "--stack", "siem");
    assertThat(result.err()).contains("web-1: log is not deployed", "Redeploy? [y/N]");
    return last();
  }

  private JsonNode last() {
    assertThat(Json.parse(platform.requests().getFirst().body()).path("dryRun").asBoolean())
        .isTrue();
    return Json.parse(platform.requests().getLast().body()).path("input");
  }

  private JsonNode sent(String request) {
    return Json.parse(platform.request(request).body());
  }

  private Cli.Result deploy(Cli cli, String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "stack";
    arguments[1] = "deploy";
    arguments[2] = directory.toString();
    arguments[3] = "all";
    System.arraycopy(more, 0, arguments, 4, more.length);
    return cli.run(arguments);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }
}
