package dev.holdfast.cli.notify;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a request that adds or changes a sink; apart from its command, so that help loads no
 * JSON.
 */
record SinkContent(SinkOptions options, List<String> servers) {

  ObjectNode request(Surroundings surroundings) {
    ObjectNode request = Json.object();
    if (!options.fields.isEmpty() || !options.files.isEmpty()) {
      ObjectNode settings = request.putObject("settings");
      options.fields.forEach(set -> settings.put(field("--set", set), value(set)));
      options.files.forEach(
          set -> settings.put(field("--set-file", set), content(value(set), surroundings)));
    }
    put(request, "kinds", options.kinds);
    put(request, "operations", options.operations);
    put(request, "servers", servers.isEmpty() ? null : servers);
    if (options.level != null) {
      request.put("level", options.level);
    }
    return request;
  }

  /** An empty word stands for none. */
  private static void put(ObjectNode request, String field, @Nullable List<String> words) {
    if (words != null) {
      ArrayNode array = request.putArray(field);
      words.stream().map(String::strip).filter(word -> !word.isEmpty()).forEach(array::add);
    }
  }

  private static String field(String option, String set) {
    int equals = set.indexOf('=');
    if (equals <= 0) {
      throw Failure.usage(option + " " + set + " has no field, or no =", "write FIELD=VALUE");
    }
    return set.substring(0, equals);
  }

  private static String value(String set) {
    return set.substring(set.indexOf('=') + 1);
  }

  private static String content(String file, Surroundings surroundings) {
    try {
      String text =
          file.equals("-")
              ? new String(surroundings.input().readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(Path.of(file));
      return text.replaceFirst("\r?\n$", "");
    } catch (IOException e) {
      throw Failure.usage(
          file + " cannot be read", "name a readable file, or - for standard input");
    }
  }
}
