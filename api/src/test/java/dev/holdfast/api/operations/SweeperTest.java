package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.NewOperation;
import dev.holdfast.platform.operation.OperationIds;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.operation.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class SweeperTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  @BeforeAll
  static void addServer() {
    OWNER.post("/api/v1/servers", Fixtures.server("swept-1"));
  }

  @Test
  void shouldStartWhatNobodyHasStarted() {
    // What an API leaves behind that dies between the row and the workflow.
    String id = insert();

    PLATFORM.part(Sweeper.class).sweep(Duration.ZERO, Duration.ZERO);

    Fixtures.awaitState(OWNER, id, "succeeded");
  }

  @Test
  void shouldGetToThoseBehindOthersThatCannotBeStarted() {
    Operations operations = PLATFORM.part(Operations.class);
    // Those of one millisecond are in any order.
    List<String> ids = Stream.generate(SweeperTest::insert).limit(3).sorted().toList();
    String before = ids.getFirst().substring(0, ids.getFirst().length() - 1);

    assertThat(operations.open(false, Duration.ZERO, before, 2))
        .extracting(StoredOperation::id)
        .containsExactlyElementsOf(ids.subList(0, 2));
    assertThat(operations.open(false, Duration.ZERO, ids.get(1), 2))
        .extracting(StoredOperation::id)
        .containsExactly(ids.get(2));
    assertThat(operations.open(true, Duration.ZERO, before, 2))
        .extracting(StoredOperation::id)
        .doesNotContainAnyElementsOf(ids);
  }

  @Test
  void shouldFailWhatWasTerminatedFromOutside() {
    String id =
        OWNER
            .post("/api/v1/operations", Map.of("type", "lockdown", "selector", "swept-1"))
            .text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");

    PLATFORM.temporal().client().newUntypedWorkflowStub(id).terminate("by mistake");

    PLATFORM.part(Sweeper.class).sweep(Duration.ZERO, Duration.ZERO);

    JsonNode end =
        Fixtures.await(OWNER, id, document -> document.path("state").asString().equals("failed"));
    assertThat(end.path("error").asString())
        .isEqualTo("terminated from outside of Holdfast: by mistake");
    assertThat(end.path("progress").path("failed").asInt()).isEqualTo(1);
  }

  /** An operation that is stored, and whose workflow was not started. */
  private static String insert() {
    String id = OperationIds.next();
    PLATFORM
        .part(Operations.class)
        .insert(
            new NewOperation(
                id,
                "lockdown",
                Priority.NORMAL,
                false,
                "admin",
                "swept-1",
                "{}",
                new OperationSettings(true, 1, 0),
                null,
                "sha",
                List.of("swept-1")));
    return id;
  }
}
