package dev.holdfast.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.AuditedCommand.End;
import dev.holdfast.platform.audit.AuditedCommand.Kind;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.audit.CommandAudit.Finished;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void shouldHaveOneRecordOfAnEntryOfTheJournal() {
    AuditedCommand entry = command("once", "op-once", "make it so", Kind.JOURNAL, Instant.now());
    long first = AUDIT.started(entry);
    long again = AUDIT.started(entry);
    finish(first);
    finish(again);

    assertThat(again).isEqualTo(first).isEqualTo(AUDIT.started(entry));
    assertThat(OWNER.get("/api/v1/audit?server=once").json().path("items")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update command_audit set command = 'nothing' where server = 'fixed'",
        "update command_audit set outcome = 'failed' where server = 'fixed'",
        "delete from command_audit where server = 'fixed'",
        "truncate command_audit"
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
                        "update command_audit set command = 'x', outcome = 'failed' where server = 'begun'")))
        .hasMessageContaining("only the end can be written");
  }

  @Test
  void shouldDeleteOnlyWhatIsOldEnough() {
    Instant now = Instant.now();
    finish(
        AUDIT.started(command("aged", "op-1", "old", Kind.EXEC, now.minus(401, ChronoUnit.DAYS))));
    finish(
        AUDIT.started(command("aged", "op-2", "new", Kind.EXEC, now.minus(399, ChronoUnit.DAYS))));

    AUDIT.expire();

    assertThat(OWNER.get("/api/v1/audit?server=aged").body()).contains("new").doesNotContain("old");
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
