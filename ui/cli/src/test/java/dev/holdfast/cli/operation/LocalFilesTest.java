package dev.holdfast.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Documents;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LocalFilesTest {
  private static final String SHA256 = "ab".repeat(32);

  private final TestPlatform platform = new TestPlatform();
  @TempDir private Path directory;

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldBringWhatAnInputAndASettingName() throws IOException {
    Path logo = Files.writeString(directory.resolve("logo.png"), "hello");
    Path input =
        Files.writeString(
            directory.resolve("setup.json"),
            "{\"files\":[{\"path\":\"/etc/a\",\"stored\":\"@%s\"},{\"path\":\"/etc/b\",\"stored\":\"%s\"}]}"
                .formatted(logo, "cd".repeat(32)));
    platform.answers("PUT /files", "{\"sha256\":\"" + SHA256 + "\",\"size\":5}");
    platform.answers("POST /operations", Documents.operation("running"));

    Cli.Result result =
        Cli.at(platform.url())
            .run(
                "run",
                "server-setup",
                "web-1",
                "--input",
                input.toString(),
                "--set",
                "files[2].stored=@" + logo);

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(platform.request("PUT /files").body()).isEqualTo("hello");
    JsonNode sent = Json.parse(platform.request("POST /operations").body());
    JsonNode files = sent.path("overrides").path("files");
    assertThat(files.path(0).path("stored").asString()).isEqualTo(SHA256);
    assertThat(files.path(1).path("stored").asString()).isEqualTo("cd".repeat(32));
    assertThat(sent.path("set").path(0).path("value").asString()).isEqualTo(SHA256);
  }

  @Test
  void shouldSayThatAFileIsNotThereBeforeAnythingIsStarted() {
    Cli.Result result =
        Cli.at(platform.url())
            .run("run", "server-setup", "web-1", "--set", "files[0].stored=@" + directory + "/no");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("/no is not a file that can be read");
    assertThat(platform.requests()).isEmpty();
  }
}
