package dev.holdfast.cli.settings;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsCommandsTest {
  private static final String SETTING =
      """
      {"name":"retention.undo","value":90,"unit":"days","defaultValue":365,"least":31,"most":3653,
       "description":"how long","setBy":"ann","setAt":"2026-11-28T09:00:00Z"}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldListSettingsWithTheirDefaults() {
    platform.answers("GET /settings", page(SETTING));

    assertThat(cli().run("settings", "list").out())
        .isEqualTo(
            """
            NAME            VALUE    DEFAULT  SET BY  WHAT IT IS
            retention.undo  90 days  365      ann     how long
            """);
  }

  @Test
  void shouldShowAndChangeOneSetting() {
    platform.answers("GET /settings/retention.undo", SETTING);
    platform.answers("PATCH /settings/retention.undo", SETTING);

    assertThat(cli().run("settings", "get", "retention.undo").out()).isEqualTo("90\n");
    assertThat(cli().run("settings", "set", "retention.undo", "90").err())
        .isEqualTo("retention.undo is 90 days now.\n");
    assertThat(Json.parse(platform.request("PATCH /settings/retention.undo").body()))
        .isEqualTo(Json.parse("{\"value\":90}"));
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
