package dev.holdfast.activities.containers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import dev.holdfast.schemas.server.Server;

/** What engines say when they refuse. */
final class EngineRefusals {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EngineRefusals() {}

  /** In the engine's own words, without what its client puts around them. */
  static String words(Server server, DockerException refusal) {
    String text = String.valueOf(refusal.getMessage());
    int document = text.indexOf('{');
    if (document >= 0) {
      try {
        text = JSON.readTree(text.substring(document)).path("message").asText(text);
      } catch (JsonProcessingException e) {
        // It is no document: then it is the message.
      }
    }
    return "%s: the Docker engine refuses: %s".formatted(server.name(), text.strip());
  }
}
