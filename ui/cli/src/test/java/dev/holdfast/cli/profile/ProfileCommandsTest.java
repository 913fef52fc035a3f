package dev.holdfast.cli.profile;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProfileCommandsTest {
  private static final String PROFILE =
      """
      {"id":7,"operation":"lockdown","target":"env=prod","name":"lockdown for env=prod","version":3,
       "priority":10,"setBy":"ann","setAt":"2026-01-01T10:00:00Z","input":{"sshd":{"maxAuthTries":2}}}\
      """;
  private static final String OLDER =
      """
      {"version":2,"priority":0,"removed":true,"setBy":"bob","setAt":"2026-01-01T09:00:00Z"}\
      """;
  private static final String NEWER =
      """
      {"version":3,"priority":10,"removed":false,"setBy":"ann","setAt":"2026-01-01T10:00:00Z",
       "input":{"sshd":{"maxAuthTries":2}}}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @BeforeEach
  void start() {
    platform.answers(
        "GET /profiles/of", "{\"id\":7,\"operation\":\"lockdown\",\"target\":\"env=prod\"}");
    platform.answers("GET /profiles/7", PROFILE);
    platform.answers("GET /profiles/7/history", page(NEWER, OLDER));
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldKeepWhatIsTyped() {
    platform.answers("PUT /profiles", PROFILE);

    Cli.Result result =
        cli()
            .typing("{\"sshd\":{}}")
            .run(
                "profile",
                "set",
                "lockdown",
                "env=prod",
                "--input",
                "-",
                "--set",
                "sshd.maxAuthTries=2",
                "--priority",
                "10");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("Kept lockdown for env=prod, version 3.\n");
    assertThat(result.err()).contains("./holdfast run lockdown env=prod --dry-run --follow");
    assertThat(Json.parse(platform.request("PUT /profiles").body()))
        .isEqualTo(
            Json.parse(
                """
                {"operation":"lockdown","target":"env=prod","input":{"sshd":{}},
                 "set":[{"path":["sshd","maxAuthTries"],"value":2}],"priority":10}
                """));
  }

  @Test
  void shouldSendVariablesWithTheirLabels() {
    platform.answers("PUT /profiles", PROFILE);

    cli()
        .run(
            "profile",
            "set",
            "lockdown",
            "web-1",
            "--var",
            "a=x:b=c",
            "--var",
            "env=prod:a=1",
            "--var",
            "old=");

    assertThat(Json.parse(platform.request("PUT /profiles").body()).path("variables"))
        .isEqualTo(
            Json.parse(
                """
                [{"name":"b","label":"a=x","value":"c"},{"name":"a","label":"env=prod","value":"1"},
                 {"name":"old","value":null}]
                """));
    assertThat(cli().run("profile", "set", "lockdown", "web-1", "--var", "x").exitCode())
        .isEqualTo(2);
  }

  @Test
  void shouldListWhatIsKept() {
    platform.answers("GET /profiles", page(PROFILE));

    assertThat(cli().run("profile", "list").out().lines())
        .satisfiesExactly(
            header -> assertThat(header).startsWith("OPERATION  FOR       PRIORITY  VERSION"),
            row -> assertThat(row).startsWith("lockdown   env=prod  10        3        ann"));
  }

  @Test
  void shouldShowOneAndItsHistory() {
    assertThat(cli().run("profile", "show", "lockdown", "env=prod").out())
        .contains("lockdown for env=prod", "version 3, set by ann", "\"maxAuthTries\" : 2");
    assertThat(cli().run("profile", "show", "lockdown", "env=prod", "--version", "2").out())
        .contains("version 2, set by bob", "removed");
    assertThat(cli().run("profile", "show", "lockdown", "env=prod", "--version", "9").exitCode())
        .isEqualTo(3);
    assertThat(cli().run("profile", "history", "lockdown", "env=prod").out())
        .contains("{\"sshd\":{\"maxAuthTries\":2}}", "removed");
  }

  @Test
  void shouldRemoveOne() {
    platform.answers("DELETE /profiles/7", "");

    Cli.Result result = cli().run("profile", "remove", "lockdown", "env=prod");

    assertThat(result.exitCode()).isZero();
    assertThat(platform.request("DELETE /profiles/7")).isNotNull();
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
