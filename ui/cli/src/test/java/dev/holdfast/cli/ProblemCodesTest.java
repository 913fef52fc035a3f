package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every problem that the API's document knows means one exit code. */
final class ProblemCodesTest {
  private static final JsonNode DOCUMENT = document();

  @Test
  void shouldMeanOneExitCodeByEachCode() {
    Map<String, Set<ExitCode>> meanings = new TreeMap<>();
    // Each is named by its status and codes, as 404.unknown-operation.
    DOCUMENT
        .at("/components/responses")
        .properties()
        .forEach(answer -> {
          int status = Integer.parseInt(answer.getKey().substring(0, 3));
          answer
              .getValue()
              .path("x-problem-codes")
              .forEach(code ->
                  meanings
                      .computeIfAbsent(code.asString(), _ -> new TreeSet<>())
                      .add(ExitCode.ofProblem(status, code.asString())));
        });

    assertThat(meanings).hasSizeGreaterThan(60);
    assertThat(meanings).allSatisfy((code, exits) -> assertThat(exits).as(code).hasSize(1));
    assertThat(meanings)
        .containsEntry("operation-ended", Set.of(ExitCode.FAILED))
        .containsEntry("unknown-server", Set.of(ExitCode.NOT_FOUND))
        .containsEntry("user-exists", Set.of(ExitCode.USAGE))
        .containsEntry("server-in-use", Set.of(ExitCode.REFUSED))
        .containsEntry("temporal-unavailable", Set.of(ExitCode.UNREACHABLE));
    meanings.forEach((code, exits) -> {
      if (code.startsWith("unknown-")) {
        assertThat(exits).as(code).containsExactly(ExitCode.NOT_FOUND);
      }
    });
  }

  private static JsonNode document() {
    try {
      return Json.parse(Files.readString(Path.of("../../docs/openapi.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
