package dev.holdfast.api.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.incident.Incidents;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.operation.OperationState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(120)
final class IncidentsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Jdbi JDBI = PLATFORM.part(Jdbi.class);
  private static final String INCIDENTS = "/api/v1/incidents";

  @Test
  void shouldKeepWhatPeopleDoUntilItIsClosed() {
    String id = open("disk-full", "web-life");
    String path = INCIDENTS + "/" + id;

    ok(OWNER.post(path + "/note", Map.of("text", "the log has filled it")), 200);
    ok(OWNER.post(path + "/assign", Map.of("user", "admin")), 200);
    ok(OWNER.post(path + "/severity", Map.of("severity", "critical", "reason", "down")), 200);
    JsonNode added = ok(OWNER.post(path + "/tasks", Map.of("text", "rotate")), 200).json();
    String task = added.path("tasks").path(0).path("id").asString();
    ok(OWNER.post(path + "/tasks/" + task + "/done", Map.of()), 200);
    ok(OWNER.post(path + "/evidence", Map.of("reference", "web-1:/var/log", "text", "it")), 200);
    JsonNode open = OWNER.get(path).json();
    assertThat(open.path("state").asString()).isEqualTo("open");
    assertThat(open.path("severity").asString()).isEqualTo("critical");
    assertThat(open.path("owner").asString()).isEqualTo("admin");
    assertThat(open.path("tasks").path(0).path("doneBy").asString()).isEqualTo("admin");
    assertThat(open.path("evidence").path(0).path("reference").asString())
        .isEqualTo("web-1:/var/log");

    JsonNode closed = ok(OWNER.post(path + "/close", Map.of("reason", "rotated")), 200).json();

    assertThat(closed.path("state").asString()).isEqualTo("closed");
    assertThat(closed.path("resolution").asString()).isEqualTo("rotated");
    assertThat(kinds(id))
        .containsExactly(
            "opened",
            "noted",
            "assigned",
            "severity-changed",
            "task-added",
            "task-done",
            "evidence-added",
            "closed");
    assertThat(OWNER.get(path + "/report").text("markdown"))
        .contains("## Resolution", "rotated", "- [x] rotate", "the log has filled it");
    Answer late = OWNER.post(path + "/note", Map.of("text", "late"));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text("code")).isEqualTo("incident-closed");
    assertThat(events(id))
        .containsExactly(
            "incident.opened", "incident.assigned", "incident.severity-changed", "incident.closed");
    // Its subject is free for the next one.
    assertThat(open("disk-full", "web-life")).isNotEqualTo(id);
  }

  @Test
  void shouldOpenOneWhereSignalsComeAtOnceAndKeepThemAll() throws Exception {
    int senders = 8;
    var together = new CountDownLatch(senders);
    List<Future<Answer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(senders)) {
      for (int i = 0; i < senders; i++) {
        String data = "number " + i;
        answers.add(
            threads.submit(() -> {
              together.countDown();
              together.await();
              return OWNER.post(
                  "/api/v1/signals/login-attack", Map.of("subject", "race", "data", data));
            }));
      }
    }
    List<String> ids = new ArrayList<>();
    int opened = 0;
    for (Future<Answer> answer : answers) {
      JsonNode taken = ok(answer.get(), 202).json();
      ids.add(taken.path("incident").asString());
      opened += taken.path("opened").asBoolean() ? 1 : 0;
    }

    assertThat(ids).containsOnly(ids.getFirst());
    assertThat(opened).isEqualTo(1);
    awaitSignals(ids.getFirst(), senders);
    assertThat(texts(ids.getFirst(), "signalled"))
        .containsExactlyInAnyOrder(
            "number 0",
            "number 1",
            "number 2",
            "number 3",
            "number 4",
            "number 5",
            "number 6",
            "number 7");
    assertThat(OWNER.get(INCIDENTS + "?kind=login-attack&subject=race").json().path("items"))
        .hasSize(1);
  }

  @Test
  void shouldTakeTheSameSignalOnceAndRefuseAKeyForTwo() {
    Map<String, Object> signal = Map.of("subject", "keys", "data", Map.of("a", 1));
    Map<String, String> key = Map.of("Idempotency-Key", "k-1");
    String path = "/api/v1/signals/disk-full";
    JsonNode first = ok(OWNER.send("POST", path, signal, key), 202).json();
    JsonNode again = ok(OWNER.send("POST", path, signal, key), 202).json();

    assertThat(again.path("repeated").asBoolean()).isTrue();
    assertThat(again.path("signal").asString()).isEqualTo(first.path("signal").asString());
    Answer other = OWNER.send("POST", path, Map.of("subject", "keys", "data", "b"), key);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("code")).isEqualTo("idempotency-key-reused");
    awaitSignals(first.path("incident").asString(), 1);
  }

  @Test
  void shouldApplyTheSameRequestOnce() {
    String path = INCIDENTS + "/" + open("disk-full", "once");
    Map<String, String> key = Map.of("Idempotency-Key", "k-note");

    ok(OWNER.send("POST", path + "/note", Map.of("text", "one"), key), 200);
    ok(OWNER.send("POST", path + "/note", Map.of("text", "one"), key), 200);
    Answer other = OWNER.send("POST", path + "/note", Map.of("text", "two"), key);

    assertThat(other.text("code")).isEqualTo("idempotency-key-reused");
    assertThat(texts(path.substring(INCIDENTS.length() + 1), "noted")).containsExactly("one");
  }

  @Test
  void shouldSayWhichOneIsOpen() {
    String id = open("disk-full", "twice");

    Answer second = OWNER.post(INCIDENTS, Map.of("kind", "disk-full", "subject", "twice"));

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.text("detail")).contains(id, "./holdfast incident note");
  }

  @Test
  void shouldRefuseWhatIsWrongWithFieldAndRemedy() {
    String path = INCIDENTS + "/" + open("disk-full", "bounds");

    assertThat(OWNER.post(INCIDENTS, Map.of("kind", "Disk Full", "severity", "bad")).body())
        .contains("\"kind\"", "\"subject\"", "\"severity\"", "low, medium, high, critical");
    assertThat(OWNER.post(path + "/note", Map.of("text", "x".repeat(4097))).body())
        .contains("\"text\"", "4097 bytes of at most 4096");
    assertThat(OWNER.post(path + "/close", Map.of()).body()).contains("\"reason\"", "is missing");
    assertThat(OWNER.post(path + "/assign", Map.of("user", "nobody-here")).body())
        .contains("./holdfast user list");
    assertThat(OWNER.post(path + "/tasks/task-none/done", Map.of()).text("detail"))
        .isEqualTo("it has no open task task-none");
    Map<String, Object> large = Map.of("subject", "bounds", "data", "x".repeat(65 * 1024));
    assertThat(OWNER.post("/api/v1/signals/disk-full", large).body())
        .contains("\"data\"", "of at most 65536");
    assertThat(OWNER.post("/api/v1/operations", start("incident", "all", Map.of())).body())
        .contains("./holdfast incident --help");
    String id = path.substring(INCIDENTS.length() + 1);
    assertThat(OWNER.post("/api/v1/operations/" + id + "/cancel", Map.of()).text("detail"))
        .contains("./holdfast incident close " + id);
  }

  @Test
  void shouldStartOperationsWithTheRightsOfWhoeverAsks() {
    OWNER.post("/api/v1/servers", Fixtures.server("incident-1"));
    String id = open("disk-full", "children");
    String path = INCIDENTS + "/" + id + "/operations";
    Map<String, Object> lockdown = Map.of("start", start("lockdown", "incident-1", Map.of()));

    JsonNode started = ok(OWNER.post(path, lockdown), 202).json();
    String operation = started.path("operation").asString();
    assertThat(started.path("incident").path("operations").path(0).path("id").asString())
        .isEqualTo(operation);
    assertThat(PLATFORM.part(Operations.class).find(operation)).isPresent();
    ok(OWNER.post(path, Map.of("operation", operation)), 202);
    assertThat(OWNER.get(INCIDENTS + "/" + id).json().path("operations")).hasSize(1);

    Http writer = PLATFORM.user("incident-writer", "operator", "all");
    assertThat(
            writer
                .post(path, Map.of("start", approved(start("lockdown", "incident-1", Map.of()))))
                .status())
        .isEqualTo(403);
    assertThat(OWNER.post(path, Map.of("operation", "op-none")).status()).isEqualTo(422);
    assertThat(OWNER.post(path, Map.of()).status()).isEqualTo(422);
  }

  @Test
  void shouldLetOnlyThoseReadAndWriteWhoMay() {
    String path = INCIDENTS + "/" + open("disk-full", "rights");
    Http viewer = PLATFORM.user("incident-viewer", "viewer", "all");
    Http member = PLATFORM.user("incident-member", "member", "all");
    Http operator = PLATFORM.user("incident-operator", "operator", "all");

    assertThat(viewer.get(path).status()).isEqualTo(200);
    assertThat(viewer.post(path + "/note", Map.of("text", "x")).status()).isEqualTo(403);
    assertThat(viewer.post("/api/v1/signals/disk-full", Map.of("subject", "rights")).status())
        .isEqualTo(403);
    assertThat(member.get(path).status()).isEqualTo(403);
    assertThat(operator.post(path + "/note", Map.of("text", "x")).status()).isEqualTo(200);
    assertThat(operator.post("/api/v1/signals/disk-full", Map.of("subject", "rights")).status())
        .isEqualTo(202);
  }

  @Test
  void shouldKeepNothingInClearThatSomebodyWrote() {
    String id = open("disk-full", "sealed");
    OWNER.post(INCIDENTS + "/" + id + "/note", Map.of("text", "clear-note"));
    OWNER.post("/api/v1/signals/disk-full", Map.of("subject", "sealed", "data", "clear-data"));
    awaitSignals(id, 1);

    String rows =
        JDBI.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select string_agg(row, ' ') from (
                      select encode(text_sealed, 'escape') || e::text as row
                      from incident_entries e where operation = :id
                      union all select encode(data_sealed, 'escape') || s::text
                      from incident_signals s where operation = :id
                      union all select encode(title_sealed, 'escape') || i::text
                      from incidents i where operation = :id) as rows
                    """)
                .bind("id", id)
                .mapTo(String.class)
                .one());

    assertThat(rows).contains(id).doesNotContain("clear-note", "clear-data", "the title");
    assertThat(OWNER.get(INCIDENTS + "/" + id + "/timeline").body())
        .contains("clear-note", "clear-data", "the title");
  }

  @Test
  void shouldCloseWhatEndedFromOutsideAndTellAgainOfSignalsThatWait() {
    String id = open("disk-full", "orphan");
    JDBI.useHandle(handle ->
        handle.execute(
            """
            insert into incident_signals (operation, id, organisation_id, sender, digest, at)
            values (?, 'sig-lost', 'default', 'admin', '', now() - interval '1 minute')
            """,
            id));
    IncidentSweeper sweeper = PLATFORM.part(IncidentSweeper.class);

    sweeper.sweep(Duration.ZERO);
    awaitSignals(id, 1);
    PLATFORM.temporal().client().newUntypedWorkflowStub(id).terminate("by hand");
    PLATFORM
        .part(Operations.class)
        .close(id, OperationState.FAILED, "terminated from outside of Holdfast: by hand", null);
    sweeper.sweep(Duration.ZERO);

    JsonNode closed = OWNER.get(INCIDENTS + "/" + id).json();
    assertThat(closed.path("state").asString()).isEqualTo("closed");
    assertThat(closed.path("outcome").asString()).isEqualTo("failed");
    assertThat(closed.path("resolution").asString()).contains("by hand");
    assertThat(open("disk-full", "orphan")).isNotEqualTo(id);
  }

  private static String open(String kind, String subject) {
    return ok(
            OWNER.post(INCIDENTS, Map.of("kind", kind, "subject", subject, "title", "the title")),
            202)
        .text("id");
  }

  private static Map<String, Object> start(
      String type, String selector, Map<String, Object> input) {
    return Map.of("type", type, "selector", selector, "input", input);
  }

  private static Map<String, Object> approved(Map<String, Object> start) {
    Map<String, Object> approved = new HashMap<>(start);
    approved.put("approve", true);
    return approved;
  }

  private static Answer ok(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return answer;
  }

  /** Signals are recorded after they are taken, by a worker. */
  private static void awaitSignals(String id, int signals) {
    Incidents incidents = PLATFORM.part(Incidents.class);
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (incidents.find("default", id).orElseThrow().signals() < signals) {
      assertThat(System.nanoTime()).as("signals of " + id).isLessThan(end);
      Thread.onSpinWait();
    }
    assertThat(incidents.find("default", id).orElseThrow().signals()).isEqualTo(signals);
  }

  private static List<String> kinds(String id) {
    return OWNER
        .get(INCIDENTS + "/" + id + "/timeline")
        .json()
        .path("items")
        .valueStream()
        .map(entry -> entry.path("kind").asString())
        .toList();
  }

  private static List<String> texts(String id, String kind) {
    return OWNER
        .get(INCIDENTS + "/" + id + "/timeline")
        .json()
        .path("items")
        .valueStream()
        .filter(entry -> entry.path("kind").asString().equals(kind))
        .map(entry -> entry.path("text").asString())
        .toList();
  }

  private static List<String> events(String id) {
    return JDBI.withHandle(handle ->
        handle
            .createQuery(
                """
                select kind from events where operation = :id and kind like 'incident.%'
                order by recorded
                """)
            .bind("id", id)
            .mapTo(String.class)
            .list());
  }
}
