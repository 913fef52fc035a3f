package dev.holdfast.cli.runbook;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunbookCommandsTest {
  private static final String RUNBOOK =
      """
      {"name":"patch","version":2,"title":"Install updates","addedBy":"ann",
       "addedAt":"2026-11-28T02:00:00Z",
       "inputs":{"reboot":{"type":"boolean","default":true},"window":{"type":"string"}},
       "text":"name: patch\\nsteps: []\\n"}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldSendTheTextAndSayHowToStartIt() {
    platform.answers("PUT /runbooks", RUNBOOK);

    Cli.Result added = cli().typing("name: patch\nsteps: []\n").run("runbook", "add", "-");

    assertThat(added.out()).isEqualTo("patch\n");
    assertThat(added.err()).contains("./holdfast run patch SELECTOR --set window=…");
    assertThat(Json.parse(platform.request("PUT /runbooks").body()).path("text").asString())
        .isEqualTo("name: patch\nsteps: []\n");
  }

  @Test
  void shouldListAndShow() {
    platform.answers("GET /runbooks", page(RUNBOOK));
    platform.answers("GET /runbooks/patch", RUNBOOK);

    assertThat(cli().run("runbook", "list").out())
        .isEqualTo(
            """
            NAME   VERSION  TITLE            ADDED BY
            patch  2        Install updates  ann
            """);
    assertThat(cli().run("runbook", "show", "patch").out()).isEqualTo("name: patch\nsteps: []\n");
  }

  @Test
  void shouldSayThatAFileIsNotThere() {
    Cli.Result result = cli().run("runbook", "validate", "target/none.yaml");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("target/none.yaml does not exist");
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
