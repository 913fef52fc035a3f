package dev.holdfast.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.AuditedCommand.End;
import dev.holdfast.platform.audit.AuditedCommand.Kind;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.audit.CommandAudit.Finished;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class AuditTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final CommandAudit AUDIT = PLATFORM.part(CommandAudit.class);
  private static final End DONE = new End(Outcome.SUCCEEDED, 0, null, 5, 10, 0);

  @Test
  void shouldPageThroughRecordsInBothOrders() {
    for (int i = 1; i <= 5; i++) {
      finish(AUDIT.started(command("paged", "op-paged", "echo " + i, Kind.EXEC, Instant.now())));
    }

    assertThat(commands("newest"))
        .containsExactly("echo 5", "echo 4", "echo 3", "echo 2", "echo 1");
    assertThat(commands("oldest"))
        .containsExactly("echo 1", "echo 2", "echo 3", "echo 4", "echo 5");
    Answer one = OWNER.get("/api/v1/audit?server=paged&operation=op-paged&user=ada&limit=1");
    assertThat(one.json().path("items").get(0).path("outcome").asString()).isEqualTo("succeeded");
    assertThat(one.json().path("items").get(0).path("kind").asString()).isEqualTo("exec");
    assertThat(OWNER.get("/api/v1/audit?server=paged&since=2100-01-01T00:00:00Z").body())
        .contains("\"items\":[]");
    assertThat(OWNER.get("/api/v1/audit?since=soon").status()).isEqualTo(422);
    assertThat(OWNER.get("/api/v1/audit?cursor=soon").status()).isEqualTo(422);
    assertThat(OWNER.get("/api/v1/audit?order=best").status()).isEqualTo(422);
  }

  @Test
  void shouldTellHoldfastsOwnCommandsApart() {
    AUDIT.started(command("apart", "op-apart", "typed", Kind.EXEC, Instant.now()));
    AUDIT.started(
        new AuditedCommand(
            Instant.now(),
            "default",
            "ada",
            "op-apart",
            "facts",
            1,
            "apart",
            "admin",
            true,
            Kind.EXEC,
            true,
            "looked"));

    assertThat(OWNER.get("/api/v1/audit?server=apart").body()).contains("typed", "looked");
    assertThat(OWNER.get("/api/v1/audit?server=apart&internal=false").body())
        .contains("typed")
        .doesNotContain("looked");
    assertThat(OWNER.get("/api/v1/audit?server=apart&internal=true").body())
        .contains("looked")
        .doesNotContain("typed");
    assertThat(OWNER.get("/api/v1/audit?internal=perhaps").status()).isBetween(400, 422);
  }

  @Test
  void shouldHaveOneRecordOfAnEntryOfTheJournal() {
    AuditedCommand entry = command("once", "op-once", "make it so", Kind.JOURNAL, Instant.now());
    long first = AUDIT.started(entry);
    long again = AUDIT.started(entry);
    finish(first);
    finish(again);

    assertThat(again).isEqualTo(first).isEqualTo(AUDIT.started(entry));
    assertThat(OWNER.get("/api/v1/audit?server=once").json().path("items")).hasSize(1);
  }

  @Test
  void shouldCloseWhatTheEndOfItsOperationLeftStarted() {
    insertOperation("op-audit-cancelled", "cancelled", "now()");
    insertOperation("op-audit-open", "running", "null");
    long left = AUDIT.started(command("left", "op-audit-cancelled", "sleep", Kind.EXEC, before()));
    AUDIT.started(command("left", "op-audit-cancelled", "sleep 2", Kind.JOURNAL, before()));
    long runs = AUDIT.started(command("left", "op-audit-open", "sleep", Kind.EXEC, before()));
    long nobodys = AUDIT.started(command("left", "op-audit-none", "sleep", Kind.EXEC, before()));
    long old =
        AUDIT.started(
            command(
                "left",
                "op-audit-none",
                "old",
                Kind.EXEC,
                Instant.now().minus(25, ChronoUnit.HOURS)));

    AUDIT.closeAbandoned(Duration.ofMinutes(10));
    assertThat(outcome(left)).isEqualTo("started");
    AUDIT.closeAbandoned(Duration.ZERO);

    assertThat(outcome(left)).isEqualTo("unknown");
    assertThat(outcome(old)).isEqualTo("unknown");
    assertThat(outcome(runs)).isEqualTo("started");
    assertThat(outcome(nobodys)).isEqualTo("started");
    assertThat(
            OWNER
                .get("/api/v1/audit?server=left&operation=op-audit-cancelled")
                .json()
                .path("items")
                .get(0)
                .path("error")
                .asString())
        .isEqualTo("the operation ended, cancelled, before an end of this command was recorded");
    // Whoever comes late with the end does not change what is closed.
    finish(left);
    assertThat(outcome(left)).isEqualTo("unknown");
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle -> handle.execute("delete from operations where id like 'op-audit-%'"));
  }

  private static Instant before() {
    return Instant.now().minusSeconds(60);
  }

  private static void insertOperation(String id, String state, String ended) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                """
                insert into operations (id, organisation_id, type, state, priority, dry_run, initiator, selector,
                  input_sha256, run_id, ended_at)
                values (?, 'default', 'exec', ?, 'normal', false, 'ada', 'left', 'hmac:x', 'r', %s)
                """
                    .formatted(ended),
                id,
                state));
  }

  private static String outcome(long id) {
    return PLATFORM
        .part(Jdbi.class)
        .withHandle(handle ->
            handle
                .select("select outcome from command_audit where id = ?", id)
                .mapTo(String.class)
                .one());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update command_audit set command = 'nothing' where server = 'fixed'",
        "update command_audit set outcome = 'failed' where server = 'fixed'",
        "delete from command_audit where server = 'fixed'",
        "truncate command_audit cascade"
      })
  void shouldNotLetARecordBeChangedOrDeleted(String sql) {
    finish(AUDIT.started(command("fixed", "op-fixed", "id", Kind.EXEC, Instant.now())));

    assertThatThrownBy(() -> PLATFORM.part(Jdbi.class).useHandle(handle -> handle.execute(sql)))
        .hasMessageContaining("command_audit: ");
  }

  @Test
  void shouldLetOnlyTheEndOfAStartedRecordBeWritten() {
    AUDIT.started(command("begun", "op-begun", "id", Kind.EXEC, Instant.now()));

    assertThatThrownBy(() ->
            PLATFORM
                .part(Jdbi.class)
                .useHandle(handle ->
                    handle.execute(
                        "update command_audit set command = 'x', outcome = 'failed' where server ="
                            + " 'begun'")))
        .hasMessageContaining("only the end can be written");
  }

  @Test
  void shouldRecordWhatPeopleChangeOfThePlatformAndFromWhere() {
    OWNER.post("/api/v1/servers", Fixtures.server("acted"));
    OWNER.patch("/api/v1/servers/acted", Map.of("port", 2222, "sudoPassword", "swordfish7"));
    OWNER.post("/api/v1/servers/acted/trust", Map.of("hostKeys", List.of(Fixtures.HOST_KEY)));
    OWNER.patch("/api/v1/servers/acted", Map.of("port", -1));
    OWNER.get("/api/v1/servers/acted");
    OWNER.delete("/api/v1/servers/acted");
    String rule =
        OWNER
            .post(
                "/api/v1/policies/commands",
                Map.of("effect", "deny", "selector", "all", "words", List.of("acted-upon")))
            .text("id");
    OWNER.delete("/api/v1/policies/commands/" + rule);

    JsonNode records = OWNER.get("/api/v1/audit?server=acted&order=oldest").json().path("items");
    assertThat(texts(records, "command"))
        .satisfiesExactly(
            added ->
                assertThat(added)
                    .startsWith("server add acted: admin@192.0.2.1:22, trusting SHA256:"),
            set ->
                assertThat(set).startsWith("server set acted: ").contains("port", "sudoPassword"),
            trust -> assertThat(trust).startsWith("server trust acted: SHA256:"),
            removed -> assertThat(removed).isEqualTo("server remove acted"));
    assertThat(texts(records, "kind")).containsOnly("action");
    assertThat(texts(records, "initiator")).containsOnly("admin");
    assertThat(texts(records, "outcome")).containsOnly("succeeded");
    assertThat(texts(records, "client")).allMatch(client -> client.startsWith("127.0.0.1 Java"));
    assertThat(records.toString()).doesNotContain("swordfish7");
    assertThat(texts(OWNER.get("/api/v1/audit?limit=5").json().path("items"), "command"))
        .contains("policy add " + rule + ": deny acted-upon ... on all", "policy remove " + rule);
    assertThatThrownBy(() ->
            PLATFORM
                .part(Jdbi.class)
                .useHandle(handle ->
                    handle.execute("update command_audit set client = 'x' where kind = 'action'")))
        .hasMessageContaining("command_audit: record");
  }

  private static List<String> texts(JsonNode records, String field) {
    List<String> texts = new ArrayList<>();
    records.forEach(record -> texts.add(record.path(field).asString()));
    return texts;
  }

  private static List<String> commands(String order) {
    List<String> commands = new ArrayList<>();
    String next = "";
    do {
      var page =
          OWNER
              .get(
                  "/api/v1/audit?server=paged&limit=2&order="
                      + order
                      + (next.isEmpty() ? "" : "&cursor=" + next))
              .json();
      page.path("items").forEach(record -> commands.add(record.path("command").asString()));
      next = page.path("next").isNull() ? "" : page.path("next").asString();
    } while (!next.isEmpty());
    return commands;
  }

  private static void finish(long id) {
    AUDIT.write(List.of(new Finished(id, DONE)), List.of());
  }

  private static AuditedCommand command(
      String server, String operation, String text, Kind kind, Instant at) {
    return new AuditedCommand(
        at, "default", "ada", operation, "run", 1, server, "admin", true, kind, false, text);
  }
}
