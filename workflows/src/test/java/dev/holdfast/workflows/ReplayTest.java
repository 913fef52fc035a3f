package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.metadata.POJOWorkflowImplMetadata;
import io.temporal.common.metadata.POJOWorkflowMethodMetadata;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gate of every release: what runs today must go on with the new code.
 *
 * <p>Each history was recorded on real servers by {@code RecordHistories} in the tests of {@code
 * e2e}: {@code histories/TYPE.json.gz}, and {@code histories/TYPE.CHANGE.json.gz} for each change
 * that workflows ask for by its id. Those of changed windows and of servers that are offline are of
 * the tests here, where days pass at once.
 */
class ReplayTest {

  static Stream<String> types() {
    return WorkflowTypes.all().stream().flatMap(ReplayTest::types);
  }

  private static Stream<String> types(Class<?> implementation) {
    return POJOWorkflowImplMetadata.newInstance(implementation).getWorkflowMethods().stream()
        .map(POJOWorkflowMethodMetadata::getName);
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldReplayTheRecordedHistoriesOfEveryType(String type) throws Exception {
    List<Path> recorded = histories(type);
    assertThat(recorded).as("recorded histories of " + type).isNotEmpty();
    Class<?> implementation =
        WorkflowTypes.all().stream()
            .filter(candidate -> types(candidate).anyMatch(type::equals))
            .findFirst()
            .orElseThrow();
    for (Path history : recorded) {
      WorkflowReplayer.replayWorkflowExecution(read(history), implementation);
    }
  }

  private static WorkflowExecutionHistory read(Path history) throws IOException {
    try (InputStream json = new GZIPInputStream(Files.newInputStream(history))) {
      return WorkflowExecutionHistory.fromJson(
          new String(json.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static List<Path> histories(String type) throws IOException, URISyntaxException {
    Path directory =
        Path.of(Objects.requireNonNull(ReplayTest.class.getResource("/histories")).toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> name(file).startsWith(type + ".") && name(file).endsWith(".json.gz"))
          .toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
