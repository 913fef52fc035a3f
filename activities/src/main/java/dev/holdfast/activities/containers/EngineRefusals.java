package dev.holdfast.activities.containers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import java.util.function.Supplier;

/** What engines say when they refuse. */
final class EngineRefusals {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EngineRefusals() {}

  /** Runs what works with an engine; its failures become ApplicationFailures. */
  static <T> T translated(Supplier<T> work) {
    return Failures.translated(() -> {
      try {
        return work.get();
      } catch (DockerException e) {
        throw Failures.of(FailureType.COMMAND_FAILED, words(e), FailureOrigin.of(Component.DOCKER));
      }
    });
  }

  /** What an engine's client complained of on the server, without its own preambles. */
  static String complaint(String output) {
    return output
        .lines()
        .map(line -> line.replaceFirst("^Error response from daemon: ", "").strip())
        .filter(line -> !line.isEmpty() && !line.startsWith("Error: failed to "))
        .reduce((first, second) -> first + "; " + second)
        .orElse("it failed without a message");
  }

  /** In the engine's own words, without what its client puts around them. */
  static String words(DockerException refusal) {
    String text = String.valueOf(refusal.getMessage());
    int document = text.indexOf('{');
    if (document >= 0) {
      try {
        text = JSON.readTree(text.substring(document)).path("message").asText(text);
      } catch (JsonProcessingException e) {
        // It is no document: then it is the message.
      }
    }
    return "the Docker engine refuses: " + text.strip();
  }
}
