package dev.holdfast.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkCommandsTest {
  private static final String SINK =
      """
      {"name":"ops","type":"webhook","settings":{"url":"https://ops.example.com/…","key":"secret://k"},
       "kinds":["operation.*"],"level":"warning","operations":[],"servers":["web-1"],"enabled":true,
       "waiting":3,"dead":1,"failures":2,"retryAt":"not a time","error":"it does not answer",
       "createdBy":"ann","createdAt":"not a time","changedBy":"ann","changedAt":"not a time"}\
      """;
  private static final String LETTER =
      """
      {"id":17,"sink":"ops","attempts":9,"error":"it answers with status 503","at":"not a time",
       "event":{"id":7,"kind":"server.removed","level":"warning","at":"not a time",
       "subject":"server/web-1","server":"web-1","data":{}}}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  private Cli.Result run(String... arguments) {
    return Cli.at(platform.url()).run(arguments);
  }

  @Test
  void shouldAddASinkWithItsRule(@TempDir Path directory) throws IOException {
    platform.answers("POST /notify/sinks", SINK);
    Path token = Files.writeString(directory.resolve("token"), "abc\n");

    Cli.Result result =
        run(
            "notify",
            "sink",
            "add",
            "ops",
            "--type",
            "webhook",
            "--set",
            "url=https://ops.example.com/hook?a=b",
            "--set",
            "key=secret://k",
            "--set-file",
            "token=" + token,
            "--kind",
            "operation.*,login.*",
            "--level",
            "warning",
            "--server",
            "web-1");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("ops\n");
    assertThat(Json.parse(platform.request("POST /notify/sinks").body()))
        .isEqualTo(
            Json.parse(
                """
                {"name":"ops","type":"webhook","settings":{"url":"https://ops.example.com/hook?a=b",
                 "key":"secret://k","token":"abc"},"kinds":["operation.*","login.*"],
                 "level":"warning","servers":["web-1"]}
                """));
  }

  @Test
  void shouldChangeOnlyWhatIsGiven() {
    platform.answers("PATCH /notify/sinks/ops", SINK);

    run("notify", "sink", "set", "ops", "--kind", "", "--set", "token=", "--disable");

    assertThat(Json.parse(platform.request("PATCH /notify/sinks/ops").body()))
        .isEqualTo(Json.parse("{\"settings\":{\"token\":\"\"},\"kinds\":[],\"enabled\":false}"));
  }

  @Test
  void shouldListAndShowSinks() {
    platform.answers("GET /notify/sinks", TestPlatform.page(SINK));
    platform.answers("GET /notify/sinks/ops", SINK);

    assertThat(run("notify", "sink", "list").out())
        .contains("operation.*, at least warning, on web-1", "failing: it does not answer");
    assertThat(run("notify", "sink", "show", "ops").out())
        .contains("url:      https://ops.example.com/…", "waiting:  3, dead: 1");
    assertThat(
            Json.text(Json.parse(run("notify", "sink", "show", "ops", "-o", "json").out()), "type"))
        .isEqualTo("webhook");
  }

  @Test
  void shouldSayByItsExitCodeWhetherATestHasArrived() {
    platform.answers(
        "POST /notify/sinks/ops/test",
        "{\"delivered\":false,\"id\":\"test_1\",\"millis\":5,\"error\":\"it does not answer\"}",
        "{\"delivered\":true,\"id\":\"test_2\",\"millis\":5}");

    Cli.Result lost = run("notify", "sink", "test", "ops");
    Cli.Result arrived = run("notify", "sink", "test", "ops");

    assertThat(lost.exitCode()).isEqualTo(1);
    assertThat(lost.err()).contains("Not delivered: it does not answer.");
    assertThat(arrived.exitCode()).isZero();
    assertThat(arrived.err()).contains("Delivered in 5 ms, as test_2.");
  }

  @Test
  void shouldListDeadLettersAndSendThemAgain() {
    platform.answers("GET /notify/dead", TestPlatform.page(LETTER));
    platform.answers("POST /notify/dead/resend", "{\"number\":2}");
    platform.answers("POST /notify/dead/drop", "{\"number\":1}");

    assertThat(run("notify", "dead", "list").out())
        .contains("17", "server.removed web-1", "it answers with status 503");
    assertThat(run("notify", "dead", "resend", "17", "18").err()).contains("Sending again: 2.");
    assertThat(run("notify", "dead", "drop", "--sink", "ops").err()).contains("Dropped: 1.");
    assertThat(platform.request("POST /notify/dead/resend").body()).isEqualTo("{\"ids\":[17,18]}");
    assertThat(platform.request("POST /notify/dead/drop").body()).isEqualTo("{\"sink\":\"ops\"}");
    assertThat(run("notify", "dead", "drop").exitCode()).isEqualTo(2);
    assertThat(run("notify", "dead", "drop", "--all", "17").exitCode()).isEqualTo(2);
  }
}
