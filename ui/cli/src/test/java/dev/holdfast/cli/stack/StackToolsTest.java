package dev.holdfast.cli.stack;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import dev.holdfast.schemas.stack.StackTools;
import dev.holdfast.schemas.stack.StackTools.StackTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class StackToolsTest {
  private static final StackTool LOGS = StackTools.find("log-store").orElseThrow();

  @TempDir Path directory = Path.of("");
  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldListAndShowTools() {
    platform.answers("GET /stack-tools", page(listed(LOGS).toString()));
    platform.answers("GET /stack-tools/log-store", document(LOGS));

    assertThat(cli("stack", "tools").out()).contains("log-store", LOGS.title());
    assertThat(Json.parse(cli("stack", "tools", "-o", "json").out()).isArray()).isTrue();
    assertThat(cli("stack", "tools", "log-store").out())
        .contains("first login", "\nstack: log-store\n");
  }

  @Test
  void shouldWriteTheFilesOfATool() {
    platform.answers("GET /stack-tools/log-store", document(LOGS));
    Path made = directory.resolve("new");

    Cli.Result result = cli("stack", "init", "log-store", made.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(made.resolve("stack.yaml")).hasContent(LOGS.stack());
    assertThat(made.resolve("README.md")).hasContent(LOGS.guide());
    assertThat(cli("stack", "init", "log-store", made.toString()).err())
        .contains("stack.yaml is there already");
  }

  /**
   * Of each: what a person asks before the first deployment, limits, a check, no digest made up.
   */
  @Test
  void shouldHaveTwelveToolsAtLeastThatCanBeReadAsStacks() {
    List<StackTool> all = StackTools.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(12);
    for (StackTool tool : all) {
      assertThat(tool.guide()).contains("ports of the server", "data", "first login", "secrets");
      assertThat(tool.purpose()).as(tool.name()).endsWith(".");
      JsonNode stack = stack(tool);
      assertThat(stack.path("stack").asString()).isEqualTo(tool.name());
      for (Map.Entry<String, JsonNode> one : stack.path("tools").properties()) {
        assertThat(one.getValue().has("healthcheck")).as(tool.name()).isTrue();
        assertThat(ImageName.of(one.getValue().path("image").asString()).tag())
            .as(tool.name())
            .matches(".*[0-9]\\.[0-9].*");
      }
    }
  }

  private ObjectNode stack(StackTool tool) {
    try {
      Path file = Files.writeString(directory.resolve(tool.name() + ".yaml"), tool.stack());
      return StackFile.stack(file, null, note -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String document(StackTool tool) {
    return listed(tool).put("stack", tool.stack()).put("guide", tool.guide()).toString();
  }

  private static ObjectNode listed(StackTool tool) {
    return Json.object()
        .put("name", tool.name())
        .put("title", tool.title())
        .put("purpose", tool.purpose());
  }

  private Cli.Result cli(String... words) {
    return Cli.at(platform.url()).run(words);
  }
}
