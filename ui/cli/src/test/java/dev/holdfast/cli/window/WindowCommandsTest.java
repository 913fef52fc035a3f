package dev.holdfast.cli.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WindowCommandsTest {
  private static final String WINDOW =
      """
      {"name":"prod","selector":"env=prod","hours":"sat 02:00-06:00 Europe/Berlin","open":false,
       "until":"2026-12-05T01:00:00Z","changedBy":"admin","changedAt":"2026-11-30T10:00:00Z"}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldSetAWindowAndSayWhenItOpens() {
    platform.answers("PUT /windows/prod", WINDOW);

    Cli.Result result =
        Cli.at(platform.url())
            .run(
                "window",
                "set",
                "prod",
                "--on",
                "env=prod",
                "--hours",
                "sat 02:00-06:00 Europe/Berlin",
                "--hours",
                "sun 02:00-06:00");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Json.parse(platform.request("PUT /windows/prod").body()))
        .isEqualTo(
            Json.parse(
                "{\"selector\":\"env=prod\",\"hours\":\"sat 02:00-06:00 Europe/Berlin; sun 02:00-06:00\"}"));
    assertThat(result.err())
        .contains("change env=prod in the hours sat", "closed until 2026-12-05");
  }

  @Test
  void shouldListThem() {
    platform.answers("GET /windows", "{\"items\":[" + WINDOW + "]}");

    assertThat(Cli.at(platform.url()).run("window", "list").out())
        .contains("NAME", "prod", "env=prod", "closed until 2026-12-05T01:00:00Z");
    assertThat(Json.parse(Cli.at(platform.url()).run("window", "list", "-o", "json").out()).size())
        .isEqualTo(1);
  }

  @Test
  void shouldRemoveOne() {
    platform.answers("DELETE /windows/prod", "");

    assertThat(Cli.at(platform.url()).run("window", "remove", "prod").err())
        .contains("Removed the window prod.");
  }
}
