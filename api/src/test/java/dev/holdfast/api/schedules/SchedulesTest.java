package dev.holdfast.api.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.schedule.Schedule;
import dev.holdfast.platform.schedule.Schedules;
import dev.holdfast.schemas.schedule.ScheduleActivities.Due;
import dev.holdfast.schemas.schedule.ScheduleActivities.Started;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Temporal's server of tests keeps no schedules: what it does with them is tested with the real
 * one, in the end-to-end tests. Here is what the API keeps, refuses and starts.
 */
final class SchedulesTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String PATH = "/api/v1/schedules";

  @BeforeAll
  static void register() {
    OWNER.post("/api/v1/servers", Fixtures.server("scheduled-1"));
  }

  @Test
  void shouldKeepWhatIsAskedForAndShowWhenItStarts() {
    Answer created =
        create("kept", Map.of("cron", "30 2 * * *", "zone", "Europe/Berlin", "overlap", "allow"));
    Answer again = create("kept", Map.of("cron", "@daily"));
    Answer shown = OWNER.get(PATH + "/kept?next=3");

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo(PATH + "/kept");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("code")).isEqualTo("schedule-exists");
    assertThat(shown.json().path("next")).hasSize(3);
    assertThat(shown.json().path("timing").path("overlap").asString()).isEqualTo("allow");
    assertThat(shown.text("operation")).isEqualTo("exec");
    assertThat(OWNER.get(PATH).body()).contains("\"kept\"");
    assertThat(OWNER.delete(PATH + "/kept").status()).isEqualTo(204);
    assertThat(OWNER.get(PATH + "/kept").text("code")).isEqualTo("unknown-schedule");
    assertThat(OWNER.get("/api/v1/audit?limit=50").body())
        .contains("schedule create kept: exec on scheduled-1", "schedule delete kept");
  }

  @Test
  void shouldSayEveryFieldThatIsWrong() {
    Answer answer =
        OWNER.post(
            PATH,
            Map.of(
                "name", "Not Good",
                "cron", "61 * * * *",
                "approveUntil", "2001-01-01T00:00:00Z",
                "operation", Map.of("type", "exce", "selector", "all", "approve", true)));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors"))
        .extracting(error -> error.path("field").asString())
        .containsExactlyInAnyOrder(
            "name", "approveUntil", "cron", "operation.approve", "operation.type");
    for (Map<String, Object> timing :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("cron", "@daily", "everySeconds", 60),
            Map.of("everySeconds", 59),
            Map.of("cron", "@daily", "zone", "Berlin"),
            Map.of("cron", "@daily", "catchUpSeconds", 1),
            Map.of("cron", "@daily", "jitterSeconds", -1))) {
      assertThat(create("wrong", timing).status()).as(timing.toString()).isEqualTo(422);
    }
  }

  private static Answer completedLater(String part, Object given) {
    return OWNER.post(
        PATH,
        Map.of(
            "name",
            "secretive",
            "cron",
            "@daily",
            "operation",
            Map.of("type", "server-setup", "selector", "scheduled-1", part, given)));
  }

  @Test
  void shouldCheckTheSecretsOfAnInputThatIsCompletedLater() {
    Answer overrides =
        completedLater(
            "overrides",
            Map.of("files", List.of(Map.of("path", "/srv/x", "content", "secret://nowhere"))));
    Answer set =
        completedLater(
            "set",
            List.of(Map.of("path", List.of("files", 3, "content"), "value", "secret://nowhere")));

    for (Answer answer : List.of(overrides, set)) {
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body()).contains("operation.input.files[0].content", "secret set nowhere");
    }
  }

  @Test
  void shouldStartOnceForEachTimeAndSayWhyItDoesNot() {
    create("starting", Map.of("cron", "30 2 * * *", "zone", "Europe/Berlin"));
    Schedule schedule = PLATFORM.part(Schedules.class).named("default", "starting").orElseThrow();
    var starts = PLATFORM.part(ScheduledStarts.class);
    var first = new Due(schedule.id(), Instant.parse("2026-10-25T00:30:00Z"));

    Started started = starts.start(first);
    Started delivered = starts.start(first);
    Started repeated = starts.start(new Due(schedule.id(), Instant.parse("2026-10-25T01:30:00Z")));
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute("update schedules set owner = 'gone' where id = ?", schedule.id()));
    Started refused = starts.start(new Due(schedule.id(), Instant.parse("2026-10-26T01:30:00Z")));

    assertThat(started.error()).isNull();
    StoredOperation operation =
        PLATFORM.part(Operations.class).find(String.valueOf(started.operation())).orElseThrow();
    assertThat(operation.type()).isEqualTo("exec");
    assertThat(operation.settings().approved()).isFalse();
    assertThat(delivered).isEqualTo(started);
    assertThat(repeated).as("the clock shows 02:30 again").isEqualTo(new Started(null, null));
    assertThat(refused.operation()).isNull();
    assertThat(refused.error()).contains("gone");
    assertThat(OWNER.get(PATH + "/starting").json().path("runs"))
        .extracting(run -> run.path("error").asString(""))
        .containsExactly(refused.error(), "");
    OWNER.delete(PATH + "/starting");
    assertThat(starts.start(new Due(schedule.id(), Instant.now())))
        .as("deleted")
        .isEqualTo(new Started(null, null));
  }

  @Test
  void shouldApproveOnlyWhileItIsSaid() {
    create("approving", Map.of("cron", "@daily", "approveUntil", Instant.now().plusSeconds(3600)));
    Schedule schedule = PLATFORM.part(Schedules.class).named("default", "approving").orElseThrow();
    var starts = PLATFORM.part(ScheduledStarts.class);

    Started approved = starts.start(new Due(schedule.id(), Instant.now()));
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update schedules set approved_until = now() where id = ?", schedule.id()));
    Started late = starts.start(new Due(schedule.id(), Instant.now()));

    assertThat(approved(approved)).isTrue();
    assertThat(approved(late)).isFalse();
    OWNER.delete(PATH + "/approving");
  }

  @Test
  void shouldRefuseABackfillThatIsTooLongOrInTheFuture() {
    create("behind", Map.of("everySeconds", 60));

    assertThat(backfill("2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z").body()).contains("500");
    assertThat(backfill("2026-01-01T00:00:00Z", "2096-01-03T00:00:00Z").body()).contains("future");
    assertThat(backfill("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z").body()).contains("after");
    OWNER.delete(PATH + "/behind");
  }

  @Test
  void shouldKeepWhatItStartsUnreadable() {
    create("sealed", Map.of("cron", "@daily"), "canary-of-a-schedule");

    String rows =
        PLATFORM
            .part(Jdbi.class)
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select string_agg(t, ' ') from (
                          select s::text as t from schedules s
                          union all select x::text from secrets x) rows
                        """)
                    .mapTo(String.class)
                    .one());

    assertThat(rows).contains("sealed").doesNotContain("canary-of-a-schedule");
    OWNER.delete(PATH + "/sealed");
  }

  private static Answer backfill(String from, String to) {
    return OWNER.post(PATH + "/behind/backfill", Map.of("from", from, "to", to));
  }

  private static boolean approved(Started started) {
    return PLATFORM
        .part(Operations.class)
        .find(String.valueOf(started.operation()))
        .orElseThrow()
        .settings()
        .approved();
  }

  private static Answer create(String name, Map<String, Object> timing) {
    return create(name, timing, "true");
  }

  private static Answer create(String name, Map<String, Object> timing, String command) {
    Map<String, Object> request = new HashMap<>(timing);
    request.put("name", name);
    request.put(
        "operation",
        Map.of(
            "type", "exec",
            "selector", "scheduled-1",
            "input", Map.of("command", List.of(command))));
    return OWNER.post(PATH, request);
  }
}
