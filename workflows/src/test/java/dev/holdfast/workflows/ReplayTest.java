package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.metadata.POJOWorkflowImplMetadata;
import io.temporal.testing.WorkflowReplayer;
import java.net.URL;
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
  void shouldReplayTheRecordedHistoryOfEveryType(String type) throws Exception {
    String resource = "histories/" + type + ".json";
    URL recorded = ReplayTest.class.getClassLoader().getResource(resource);
    assertThat(recorded).as("a recorded history of " + type).isNotNull();

    Class<?>[] all = WorkflowTypes.all().toArray(Class<?>[]::new);
    for (Class<?> implementation : all) {
      boolean runs =
          POJOWorkflowImplMetadata.newInstance(implementation).getWorkflowMethods().stream()
              .anyMatch(method -> method.getName().equals(type));
      if (runs) {
        WorkflowReplayer.replayWorkflowExecutionFromResource(resource, implementation);
      }
    }
  }
}
