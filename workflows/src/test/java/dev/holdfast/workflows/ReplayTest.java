package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.metadata.POJOWorkflowImplMetadata;
import io.temporal.testing.WorkflowReplayer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gate of every release: what runs today must go on with the new code.
 *
 * <p>Each history was recorded on real servers by {@code RecordHistories} in the tests of {@code
 * standalone}.
 */
class ReplayTest {

  static Stream<String> types() {
    return WorkflowTypes.all().stream()
        .flatMap(type ->
            POJOWorkflowImplMetadata.newInstance(type).getWorkflowMethods().stream()
                .map(method -> method.getName()));
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldReplayTheRecordedHistoriesOfEveryType(String type) throws Exception {
    List<String> recorded = histories(type);
    assertThat(recorded).as("recorded histories of " + type).isNotEmpty();

    Class<?>[] all = WorkflowTypes.all().toArray(Class<?>[]::new);
    for (Class<?> implementation : all) {
      boolean runs =
          POJOWorkflowImplMetadata.newInstance(implementation).getWorkflowMethods().stream()
              .anyMatch(method -> method.getName().equals(type));
      if (runs) {
        for (String history : recorded) {
          WorkflowReplayer.replayWorkflowExecutionFromResource(history, implementation);
        }
      }
    }
  }

  /** Of each change that workflows ask for by its id, one from before and one with it. */
  private static List<String> histories(String type) {
    return Stream.of("", ".local-records")
        .map(change -> "histories/" + type + change + ".json")
        .filter(resource -> ReplayTest.class.getClassLoader().getResource(resource) != null)
        .toList();
  }
}
