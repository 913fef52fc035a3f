package dev.holdfast.cli.operation;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the input of an operation: a file or standard input, with {@code --set} on top. */
final class InputDocument {
  private InputDocument() {}

  /**
   * @param source a file, {@code -} for standard input, null for an empty input
   * @throws Failure if it cannot be read or is no JSON object
   */
  static ObjectNode read(
      @Nullable String source, List<String> settings, InputStream standardInput) {
    ObjectNode input = source == null ? Json.object() : parse(source, text(source, standardInput));
    settings.stream().map(SetExpression::parse).forEach(set -> set.applyTo(input));
    return input;
  }

  private static String text(String source, InputStream standardInput) {
    try {
      return source.equals("-")
          ? new String(standardInput.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(source));
    } catch (IOException e) {
      String why = Files.exists(Path.of(source)) ? "cannot be read" : "does not exist";
      throw Failure.usage(
          "--input: " + source + " " + why, "give a readable JSON file, or - for standard input");
    }
  }

  private static ObjectNode parse(String source, String text) {
    try {
      JsonNode node = Json.parse(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw Failure.usage(
          "--input: " + source + " holds no JSON object",
          "./holdfast catalog OPERATION shows an example");
    } catch (JacksonException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw Failure.usage(
          "--input: " + source + " is not valid JSON" + where + ": " + e.getOriginalMessage(),
          "./holdfast catalog OPERATION shows an example");
    }
  }
}
