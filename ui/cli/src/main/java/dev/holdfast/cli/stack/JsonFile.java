package dev.holdfast.cli.stack;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Files that hold one JSON object. */
final class JsonFile {
  private JsonFile() {}

  /**
   * What it says.
   *
   * @throws Failure if it cannot be read, or is no JSON object
   */
  static ObjectNode read(Path file) {
    try {
      if (Json.parse(Files.readString(file)) instanceof ObjectNode object) {
        return object;
      }
      throw Failure.usage(file + " is not a JSON object", "write it as { … }");
    } catch (IOException e) {
      String why = Files.exists(file) ? "cannot be read" : "does not exist";
      throw Failure.usage(file + " " + why, "make it; docs/stacks.md says what is in it");
    } catch (JacksonException e) {
      throw Failure.usage(
          "%s is not JSON: line %d, column %d"
              .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          "correct it there");
    }
  }
}
