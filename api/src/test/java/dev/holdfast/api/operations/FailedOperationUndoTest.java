package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class FailedOperationUndoTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  private final FailedOperationUndo undo = PLATFORM.part(FailedOperationUndo.class);
  private final Operations operations = PLATFORM.part(Operations.class);

  @BeforeAll
  static void register() {
    OWNER.post("/api/v1/servers", Fixtures.server("halted-1"));
    OWNER.post("/api/v1/servers", Fixtures.server("halted-2"));
  }

  @Test
  void shouldUndoOnceOnExactlyTheServersThatWereChanged() {
    String id = failed();
    changed(id, "halted-2");

    undo.undoFailed(id);
    undo.undoFailed(id);

    StoredOperation started = operations.findByKey("default", "admin", "undo/" + id).orElseThrow();
    assertThat(started.type()).isEqualTo("undo");
    assertThat(started.selector()).isEqualTo("halted-2");
    assertThat(started.input()).contains(id);
    assertThat(started.settings().approved()).as("as what it undoes").isFalse();
    assertThat(operations.find(id).orElseThrow().settings().conditions())
        .as("that it was asked for is kept")
        .satisfies(conditions -> assertThat(conditions.undo()).isTrue());
  }

  @Test
  void shouldStartNothingWhereNothingWasChanged() {
    String id = failed();

    undo.undoFailed(id);

    assertThat(operations.findByKey("default", "admin", "undo/" + id)).isEmpty();
  }

  @Test
  void shouldRefuseWhatKeepsNothingToUndoIt() {
    Answer answer =
        OWNER.post(
            "/api/v1/operations",
            Map.of(
                "type", "exec",
                "selector", "halted-1",
                "input", Map.of("command", List.of("true")),
                "onFailure", "undo"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body())
        .contains("onFailure", "keep what was there before, and 'exec' does not");
  }

  private static String failed() {
    String id =
        OWNER
            .post(
                "/api/v1/operations",
                Map.of(
                    "type", "lockdown",
                    "selector", "halted-1,halted-2",
                    "onFailure", "undo"))
            .text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    OWNER.post("/api/v1/operations/" + id + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
    return id;
  }

  private static void changed(String operation, String server) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                """
                insert into changes (operation, server, change_id, body, resource, state)
                values (?, ?, 'sshd', '{}', 'x', 'applied')
                """,
                operation,
                server));
  }
}
