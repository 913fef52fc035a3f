package dev.holdfast.cli.incident;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import dev.holdfast.cli.operation.Phrases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentCommandsTest {
  private static final String INCIDENT =
      """
      {"id":"op-1","kind":"disk-full","subject":"web-1","state":"open","severity":"high","owner":null,
       "title":"No space left","openedBy":"admin","openedAt":"2026-11-29T09:00:00Z","closedBy":null,
       "closedAt":null,"outcome":null,"resolution":null,"signals":2,
       "tasks":[{"id":"task-1","text":"Rotate","addedBy":"ann","addedAt":"2026-11-29T09:02:00Z",
                 "doneBy":null,"doneAt":null}],
       "evidence":[],"operations":[{"id":"op-2","type":"exec","state":"running","started":true,
                 "by":"ann","at":"2026-11-29T09:03:00Z"}]}\
      """;
  private static final String ENTRY =
      """
      {"number":7,"id":"sig-1","kind":"signalled","by":"probe","at":"2026-11-29T09:01:00Z",
       "reference":null,"text":"97 %","cut":true}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldListAndShow() {
    platform.answers("GET /incidents", page(INCIDENT));
    platform.answers("GET /incidents/op-1", INCIDENT);
    platform.answers("GET /incidents/op-1/timeline", page(ENTRY));

    assertThat(cli().run("incident", "list").out())
        .isEqualTo(
            """
            ID    STATE  SEVERITY  KIND       SUBJECT  OWNER  SIGNALS  OPENED
            op-1  open   high      disk-full  web-1    -      2        %s
            """
                .formatted(here("2026-11-29T09:00:00Z")));
    assertThat(cli().run("incident", "list", "-o", "json").out()).startsWith("[");
    assertThat(cli().run("incident", "show", "op-1").out())
        .isEqualTo(
            """
            incident   op-1
            what       disk-full of web-1
            title      No space left
            state      open
            severity   high
            owner      nobody
            opened     %s by admin
            signals    2
            tasks      [ ] task-1 Rotate
            operations op-2 exec running

            %s  signalled by probe
                97 %%
                … --entry sig-1 shows the rest
            """
                .formatted(here("2026-11-29T09:00:00Z"), here("2026-11-29T09:01:00Z")));
  }

  @Test
  void shouldSendASignalWithWhatAFileSays(@TempDir Path directory) throws Exception {
    Path data = Files.writeString(directory.resolve("data"), "{\"used\": 97}\n");
    platform.answers(
        "POST /signals/disk-full",
        "{\"incident\":\"op-1\",\"signal\":\"sig-1\",\"opened\":true,\"repeated\":false}");

    Cli.Result result =
        cli().run("signal", "disk-full", "--subject", "web-1", "--data", data.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("op-1\n");
    assertThat(result.err()).contains("opened an incident");
    assertThat(Json.parse(platform.request("POST /signals/disk-full").body()))
        .isEqualTo(Json.parse("{\"subject\":\"web-1\",\"data\":{\"used\":97}}"));
  }

  @Test
  void shouldSendNotesAndOperationsAsTheyWereTyped() {
    platform.answers("POST /incidents/op-1/note", INCIDENT);
    platform.answers("POST /incidents/op-1/tasks", INCIDENT);
    platform.answers(
        "POST /incidents/op-1/operations",
        "{\"operation\":\"op-2\",\"incident\":%s}".formatted(INCIDENT));
    platform.answers("GET /operations/op-2", "{\"id\":\"op-2\",\"state\":\"queued\"}");

    cli().run("incident", "note", "op-1", "it is full");
    assertThat(cli().run("incident", "task", "add", "op-1", "Rotate").out()).isEqualTo("task-1\n");
    Cli.Result started =
        cli()
            .run("incident", "run", "op-1", "exec", "web-1", "--set", "shell=df -h", "--wave", "1");
    assertThat(started.out()).isEqualTo("op-2\n");

    assertThat(Json.parse(platform.request("POST /incidents/op-1/note").body()))
        .isEqualTo(Json.parse("{\"text\":\"it is full\"}"));
    assertThat(Json.parse(platform.request("POST /incidents/op-1/operations").body()))
        .isEqualTo(
            Json.parse(
                """
                {"start":{"type":"exec","selector":"web-1","dryRun":false,"approve":false,"waves":["1"],
                  "set":[{"path":["shell"],"value":"df -h"}]}}
                """));
  }

  @Test
  void shouldWriteTheReportOnceToAFile(@TempDir Path directory) throws Exception {
    platform.answers(
        "GET /incidents/op-1/report", "{\"id\":\"op-1\",\"markdown\":\"# No space left\\n\"}");
    Path file = directory.resolve("report.md");

    assertThat(cli().run("incident", "report", "op-1", "--file", file.toString()).exitCode())
        .isZero();
    assertThat(Files.readString(file)).isEqualTo("# No space left\n");
    assertThat(cli().run("incident", "report", "op-1", "--file", file.toString()).exitCode())
        .isEqualTo(2);
  }

  @Test
  void shouldRefuseToCloseWithoutAReason() {
    assertThat(cli().run("incident", "close", "op-1").exitCode()).isEqualTo(2);
    assertThat(cli().run("incident", "assign", "op-1").exitCode()).isEqualTo(2);
  }

  private static String here(String instant) {
    return Phrases.time(instant, ZoneId.systemDefault());
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
