package dev.holdfast.activities.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.ContainerResource;
import dev.holdfast.schemas.change.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a thing was made of, as the label {@code dev.holdfast.spec} carries it. */
final class Specs {
  private static final Set<String> NAMING = Set.of("kind", "name", "tool", "proxies");

  private Specs() {}

  /** Of a container: without the values of secrets, and without what stands before it. */
  static String label(ContainerResource container) {
    return write(container.concealed().behind(List.of()));
  }

  static String write(Resource resource) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              JsonPayloads.mapper()
                  .writerFor(Resource.class)
                  .writeValueAsString(resource)
                  .getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Null for what is none of ours, or of a version of Holdfast that wrote it otherwise. */
  static @Nullable Resource read(String label) {
    try {
      return JsonPayloads.mapper().readValue(Base64.getDecoder().decode(label), Resource.class);
    } catch (IllegalArgumentException | IOException e) {
      return null;
    }
  }

  /** For people: a line for each thing that it says, without its name. */
  static String pretty(Resource resource) {
    ObjectNode tree = JsonPayloads.mapper().valueToTree(resource);
    List<String> lines = new ArrayList<>();
    tree.properties().stream()
        .filter(field -> !NAMING.contains(field.getKey()))
        .forEach(field -> line(field.getKey(), field.getValue(), lines));
    return String.join("\n", lines);
  }

  private static void line(String name, JsonNode value, List<String> lines) {
    if (value.isObject()) {
      value.properties().forEach(one -> line(name + "." + one.getKey(), one.getValue(), lines));
    } else if (value.isTextual()) {
      lines.add(name + ": " + value.textValue());
    } else if (value.isBoolean() || value.isNumber() || !value.isEmpty()) {
      lines.add(name + ": " + value);
    }
  }
}
