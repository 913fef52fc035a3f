package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.PLAN_HASH;
import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees of a runbook that was planned before it starts, and decides on it. */
class RunbookPlanTest {
  private static final String PLAN =
      """
      {"operation":"op-01","planHash":"%s","servers":[],"steps":[
        {"step":"set-up","type":"server-setup","operation":"op-02","plans":true,"servers":[
          {"server":"web-1","hash":"sha256:a","unchanged":2,"refusals":[],"groups":[
            {"key":"g","title":"Create groups","confirmWithinSeconds":0,"changes":[
              {"id":"group:x","action":"CREATE","title":"Create group x","diff":""}]}]}]},
        {"step":"inner/look","type":"exec","operation":"op-03","plans":false,"servers":[]},
        {"step":"later","plans":false,"servers":[],
          "reason":"depends on what runs before it, so a dry run cannot plan it"}]}
      """
          .formatted(PLAN_HASH);

  private final TestPlatform platform = new TestPlatform();

  @BeforeEach
  void start() {
    platform
        .answers("GET /operations/op-01", operation("awaiting-approval"))
        .answers("GET /operations/op-01/steps", page())
        .answers("GET /operations/op-01/plan", PLAN)
        .answers(
            "GET /approvals",
            page(
                """
                {"id":"op-01","type":"runbook","selector":"web-1","initiator":"ann",
                 "planHash":"%s","servers":1,"changes":1,"since":"2026-01-01T10:00:00Z"}
                """
                    .formatted(PLAN_HASH)))
        .answers("POST /approvals/op-01/approve", operation("succeeded"));
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldShowEachStepWithItsPlanOrWhyThereIsNone() {
    assertThat(cli().run("ops", "plan", "op-01").out())
        .contains(
            "Step set-up (server-setup)\nweb-1  1 change, 2 unchanged\n",
            "+ Create group x",
            "Step inner/look (exec) makes no plan\n",
            "Step later is not planned yet: depends on what runs before it",
            "1 change on 1 server\n",
            "plan " + PLAN_HASH);
    assertThat(cli().run("approvals", "list").err())
        .contains("Look:     ./holdfast ops plan op-01");
  }

  @Test
  void shouldApproveWhatFollowsOnlyWhereItIsSaid() {
    cli().run("approvals", "approve", "op-01", "--plan", PLAN_HASH);
    cli().run("approvals", "approve", "op-01", "--plan", PLAN_HASH, "--following");
    platform.answers(
        "GET /operations/op-01",
        operation("awaiting-approval"),
        operation("awaiting-approval"),
        operation("succeeded"));
    cli().onTerminal(Cli.TERMINAL).typing("f\n").run("ops", "show", "op-01", "--follow");

    assertThat(platform.requests())
        .filteredOn(request -> request.method().equals("POST"))
        .extracting(request -> Json.parse(request.body()).path("following").asBoolean(false))
        .containsExactly(false, true, true);
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
