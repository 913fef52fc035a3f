package dev.holdfast.cli.schedule;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ScheduleCommandsTest {
  private static final String SCHEDULE =
      """
      {"name":"drift","id":"sch-1","operation":"lockdown","selector":"all","owner":"admin",
       "state":"active","note":null,
       "timing":{"cron":"0 3 * * *","everySeconds":null,"zone":"Europe/Berlin","jitterSeconds":90,
                 "overlap":"skip","catchUpSeconds":3600,"pauseOnFailure":true},
       "approvedUntil":null,"next":["2026-11-29T02:00:00Z","2026-11-30T02:00:00Z"],
       "runs":[{"at":"2026-11-28T02:00:00Z","operation":"op-1","state":"succeeded","error":null},
               {"at":"2026-11-27T02:00:00Z","operation":null,"state":null,"error":"no such server"}]}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldListAndShowInTheZoneOfTheSchedule() {
    platform.answers("GET /schedules", page(SCHEDULE));
    platform.answers("GET /schedules/drift", SCHEDULE);

    assertThat(cli().run("schedule", "list").out())
        .isEqualTo(
            """
            NAME   STATE   OPERATION  SERVERS  WHEN                     NEXT                     OWNER
            drift  active  lockdown   all      0 3 * * * Europe/Berlin  2026-11-29 03:00:00 CET  admin
            """);
    assertThat(cli().run("schedule", "show", "drift").out())
        .isEqualTo(
            """
            schedule   drift
            state      active
            starts     lockdown on all, for admin
            when       0 3 * * * Europe/Berlin
            policy     overlap skip, catch-up 1h, jitter 90s, pauses on failure
            approval   each plan waits for it
            next       2026-11-29 03:00:00 CET
                       2026-11-30 03:00:00 CET

            DUE                      OPERATION  STATE        ERROR
            2026-11-28 03:00:00 CET  op-1       succeeded    -
            2026-11-27 03:00:00 CET  -          not started  no such server
            """);
  }

  @Test
  void shouldSendWhatWasTypedAndNothingElse() {
    platform.answers("POST /schedules", SCHEDULE);

    Cli.Result result =
        cli()
            .run(
                "schedule",
                "create",
                "drift",
                "--operation",
                "lockdown",
                "--selector",
                "all",
                "--set",
                "sshd.maxAuthTries=2",
                "--dry-run",
                "--wave",
                "1,100%",
                "--max-failures",
                "10%",
                "--every",
                "2d",
                "--catch-up",
                "30m");

    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode sent = Json.parse(platform.request("POST /schedules").body());
    assertThat(sent)
        .isEqualTo(
            Json.parse(
                """
                {"name":"drift","operation":{"type":"lockdown","selector":"all",
                 "set":[{"path":["sshd","maxAuthTries"],"value":2}],"dryRun":true,"maxFailures":"10%","waves":["1","100%"]},
                 "everySeconds":172800,"catchUpSeconds":1800}
                """));
    assertThat(result.err()).contains("Its next start is at 2026-11-29 03:00:00 CET.");
  }

  @Test
  void shouldRefuseATimeThatIsNoneOrTwo() {
    for (String[] when :
        new String[][] {{}, {"--cron", "@daily", "--every", "6h"}, {"--every", "soon"}}) {
      String[] line = {"schedule", "create", "x", "--operation", "exec", "--selector", "all"};
      String[] all = new String[line.length + when.length];
      System.arraycopy(line, 0, all, 0, line.length);
      System.arraycopy(when, 0, all, line.length, when.length);

      assertThat(cli().run(all).exitCode()).isEqualTo(2);
    }
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
