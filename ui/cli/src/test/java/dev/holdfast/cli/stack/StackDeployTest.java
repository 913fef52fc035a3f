package dev.holdfast.cli.stack;

import static dev.holdfast.cli.Documents.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StackDeployTest {
  private static final String SHOP =
      """
      # comments are fine
      stack: shop
      tools:
        web:
          image: web@sha256:0f04
          ports: ["8080:80"]
          environment: { KEY: "secret://key" }
          memory: 64
      """;

  @TempDir Path directory = Path.of("");
  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "other"})
  void shouldSendTheFileOfADirectoryAsTheInput(String name) throws IOException {
    boolean dryRun = name.equals("shop");
    platform.answers("POST /operations", operation("queued"));
    Files.writeString(directory.resolve("stack.yaml"), SHOP);
    Files.writeString(directory.resolve("other.yaml"), SHOP.replace("shop", "other"));

    Cli.Result result =
        dryRun
            ? cli().run("stack", "deploy", directory.toString(), "env=prod", "--dry-run")
            : cli().run("stack", "deploy", directory.toString(), "env=prod", "--stack", "other");

    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode sent = Json.parse(platform.request("POST /operations").body());
    assertThat(sent.path("type").asString()).isEqualTo("deploy-stack");
    assertThat(sent.path("selector").asString()).isEqualTo("env=prod");
    assertThat(sent.path("dryRun").asBoolean()).isEqualTo(dryRun);
    assertThat(sent.path("input").toString())
        .isEqualTo(
            ("{\"stack\":\"%s\",\"tools\":{\"web\":{\"image\":\"web@sha256:0f04\",\"ports\":[\"8080:80\"],"
                    + "\"environment\":{\"KEY\":\"secret://key\"},\"memory\":64}}}")
                .formatted(name));
  }

  @Test
  void shouldSayWhatIsWrongWithTheFile() throws IOException {
    Path file = Files.writeString(directory.resolve("a.yaml"), "stack: a\nstack: b\n");

    assertThat(deploy(file).err()).contains("a.yaml", "line 2", "duplicate key");
    Files.writeString(file, "- a\n");
    assertThat(deploy(file).err()).contains("a.yaml is not a YAML object");
    assertThat(deploy(directory).err()).contains("stack.yaml does not exist");
    assertThat(deploy(directory).exitCode()).isEqualTo(2);
  }

  private Cli.Result deploy(Path path) {
    return cli().run("stack", "deploy", path.toString(), "all");
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
