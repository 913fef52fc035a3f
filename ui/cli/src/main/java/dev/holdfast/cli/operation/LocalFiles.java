package dev.holdfast.cli.operation;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.FileStoreClient;
import dev.holdfast.cli.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings files of this machine into the platform's store: a field {@code stored} of an input that
 * says {@code @FILE} becomes what the file is stored under.
 */
final class LocalFiles {
  private static final String FIELD = "stored";

  private final Supplier<FileStoreClient> store;
  private final Map<Path, String> stored = new HashMap<>();

  LocalFiles(Supplier<FileStoreClient> store) {
    this.store = store;
  }

  /**
   * Brings every file that a request names, and puts its SHA-256 in its place.
   *
   * @throws Failure if one cannot be read, or the platform cannot be reached or refuses it
   */
  void bring(JsonNode request) {
    if (request instanceof ObjectNode object) {
      if (sets(object)) {
        object.set("value", brought(object.path("value")));
      }
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        if (field.getKey().equals(FIELD)) {
          object.set(FIELD, brought(field.getValue()));
        } else {
          bring(field.getValue());
        }
      }
    } else if (request instanceof ArrayNode array) {
      array.forEach(this::bring);
    }
  }

  /** Whether it is a {@code --set} of such a field. */
  private static boolean sets(ObjectNode object) {
    JsonNode path = object.path("path");
    return path.isArray()
        && !path.isEmpty()
        && path.get(path.size() - 1).asString("").equals(FIELD);
  }

  private JsonNode brought(JsonNode value) {
    String text = value.isString() ? value.asString() : "";
    if (!text.startsWith("@")) {
      return value;
    }
    Path file = Path.of(text.substring(1));
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw Failure.usage(
          "%s: %s is not a file that can be read".formatted(FIELD, file),
          "name a readable file after the @, or the SHA-256 of a stored one");
    }
    return Json.of(stored.computeIfAbsent(file, path -> store.get().put(path, _ -> {})));
  }
}
