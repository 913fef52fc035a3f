package dev.holdfast.cli.audit;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Since;
import dev.holdfast.cli.TestPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditCommandsTest {
  private static final String RECORD =
      """
      {"id":1,"at":"not a time","initiator":"ada","operation":"op-1","server":"web-1","outcome":"failed",
       "exitCode":3,"durationMillis":12,"command":"cat a\\nb"}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldListRecordsThatMatch() {
    platform.answers("GET /audit", page(RECORD));

    Cli.Result result =
        cli().run("audit", "list", "--server", "web-1", "--operation", "op-1", "--user", "ada");

    assertThat(result.out())
        .isEqualTo(
            """
            AT          BY   SERVER  OPERATION  OUTCOME  EXIT  TOOK   COMMAND
            not a time  ada  web-1   op-1       failed   3     12 ms  cat a b
            """);
    assertThat(platform.request("GET /audit").path())
        .isEqualTo("/audit?order=newest&limit=50&server=web-1&operation=op-1&user=ada");
  }

  @Test
  void shouldLeaveOutHoldfastsOwnCommandsUnlessAsked() {
    platform.answers("GET /audit", page(RECORD), page(RECORD));

    cli().run("audit", "list");
    assertThat(platform.requests().getLast().path())
        .isEqualTo("/audit?order=newest&limit=50&internal=false");
    cli().run("audit", "list", "--all");
    assertThat(platform.requests().getLast().path()).isEqualTo("/audit?order=newest&limit=50");
  }

  @Test
  void shouldExportEveryPageToAFileOfItsOwn(@TempDir Path directory) throws Exception {
    platform.answers(
        "GET /audit", "{\"items\":[{\"id\":1},{\"id\":2}],\"next\":\"n\"}", page("{\"id\":3}"));
    Path file = directory.resolve("audit.jsonl");

    Cli.Result result = cli().run("audit", "export", file.toString(), "-o", "json");

    assertThat(result.exitCode()).isZero();
    assertThat(Json.parse(result.out()).path("records").asInt()).isEqualTo(3);
    assertThat(Files.readAllLines(file))
        .isEqualTo(List.of("{\"id\":1}", "{\"id\":2}", "{\"id\":3}"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(platform.requests().getLast().path())
        .isEqualTo("/audit?order=oldest&limit=1000&cursor=n");
    assertThat(cli().run("audit", "export", file.toString()).exitCode()).isEqualTo(2);
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void shouldLeaveNoFileWhenThePlatformFails(@TempDir Path directory) throws Exception {
    platform.refuses("GET /audit", 403, "{\"detail\":\"Only an administrator may.\"}");

    Cli.Result result = cli().run("audit", "export", directory.resolve("a").toString());

    assertThat(result.exitCode()).isEqualTo(4);
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "30m, 2026-01-31T11:30:00Z",
    "24h, 2026-01-30T12:00:00Z",
    "7d, 2026-01-24T12:00:00Z",
    "90s, 2026-01-31T11:58:30Z",
    "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z"
  })
  void shouldUnderstandSince(String text, String instant) {
    assertThat(Since.parse(text, Instant.parse("2026-01-31T12:00:00Z"))).isEqualTo(instant);
  }

  @Test
  void shouldRefuseWhatIsNoTime() {
    assertThatThrownBy(() -> Since.parse("soon", Instant.EPOCH))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("'soon'");
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
