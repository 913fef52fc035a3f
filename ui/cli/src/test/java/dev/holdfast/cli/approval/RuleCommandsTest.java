package dev.holdfast.cli.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuleCommandsTest {
  private static final String RULE =
      """
      {"name":"production","operations":["lockdown","undo"],"selector":"env=prod","risk":"lock-out",
       "hours":"mon-fri 08:00-18:00 UTC","approvals":2,"users":[],"roles":["approver"],"own":false,
       "from":"a user with the role approver, but not whoever started it"}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldSetARuleAndSayWhatItAsksFor() {
    platform.answers("PUT /approvals/rules/production", RULE);

    Cli.Result result =
        Cli.at(platform.url())
            .run(
                "approvals",
                "rule",
                "set",
                "production",
                "--operation",
                "lockdown,undo",
                "--on",
                "env=prod",
                "--approvals",
                "2",
                "--role",
                "approver");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err())
        .contains(
            "From now on, each lockdown or undo for env=prod that can lock out"
                + " at mon-fri 08:00-18:00 UTC takes 2 approvals by a user with the role approver,"
                + " but not whoever started it.");
    assertThat(platform.requests().getLast().body())
        .contains(
            "\"operations\":[\"lockdown\",\"undo\"]",
            "\"selector\":\"env=prod\"",
            "\"approvals\":2",
            "\"roles\":[\"approver\"]",
            "\"own\":false")
        .doesNotContain("hours", "risk", "reason");
  }

  @Test
  void shouldListRulesInWords() {
    platform.answers("GET /approvals/rules", "{\"items\":[" + RULE + "]}");

    Cli.Result result = Cli.at(platform.url()).run("approvals", "rule", "list");

    assertThat(result.out())
        .contains("NAME", "ABOUT", "production", "each lockdown or undo for env=prod");
  }

  @Test
  void shouldSayWhatAPlanStillWaitsForAfterAnApproval() {
    String waiting =
        """
        {"items":[{"id":"op-1","type":"lockdown","selector":"all","initiator":"alice",
         "planHash":"sha256:4f0c4f0c4f0c","servers":1,"changes":3,"since":"2026-11-28T10:00:00Z",
         "needs":[{"rule":"production","approvals":2,"given":["bob"],"from":"anybody"}]}]}\
        """;
    platform.answers("GET /approvals", waiting);
    platform.answers(
        "POST /approvals/op-1/approve",
        """
        {"id":"op-1","needs":[
          {"rule":"production","approvals":2,"given":["bob"],"from":"anybody"},
          {"rule":"met","approvals":1,"given":["bob"],"from":"anybody"}]}\
        """);

    Cli.Result result =
        Cli.at(platform.url()).run("approvals", "approve", "op-1", "--plan", "sha256:4f0c4f0c4f0c");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err())
        .contains(
            "Your approval counts; it waits for more.",
            "The approval rule production asks for 1 more by anybody; given by bob.")
        .doesNotContain("rule met");
  }
}
