package dev.holdfast.cli.stack;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The directory of a set-up with {@code stacks.json}, {@code configs/TOOL.json} and {@code
 * configs/TOOL.env}, as one stack. Containers are called {@code security-TOOL}, and each has its
 * volume {@code TOOL-data} at {@code /data}.
 */
final class ExistingSetup {
  private static final String STACKS = "stacks.json";
  private static final String DATA = "/data";

  private final Path directory;

  ExistingSetup(Path directory) {
    this.directory = directory;
  }

  /** Whether a directory is one. */
  static boolean isOne(Path directory) {
    return Files.isRegularFile(directory.resolve(STACKS));
  }

  /**
   * The input of {@code deploy-stack}.
   *
   * @param name which of its stacks; null for the only one
   * @param notes gets what a person should know about it
   * @throws Failure with the file, the key and what to do, where something is wrong
   */
  ObjectNode stack(@Nullable String name, Consumer<String> notes) {
    Path file = directory.resolve(STACKS);
    JsonNode stacks = JsonFile.read(file).path("stacks");
    if (!stacks.isObject() || stacks.isEmpty()) {
      throw Failure.usage(
          file + " names no stacks", "write it as {\"stacks\": {\"NAME\": [\"tool\", …]}}");
    }
    String chosen = chosen(file, stacks, name);
    ObjectNode stack = Json.object().put("stack", chosen).put("names", "tool");
    ObjectNode tools = stack.putObject("tools");
    for (JsonNode tool : stacks.path(chosen)) {
      tools.set(tool.asString(""), tool(file, tool.asString(""), notes));
    }
    if (tools.isEmpty()) {
      throw Failure.usage(
          "%s: stacks.%s names no tools".formatted(file, chosen), "write it as [\"tool\", …]");
    }
    return stack;
  }

  private static String chosen(Path file, JsonNode stacks, @Nullable String name) {
    List<String> all = stacks.properties().stream().map(Map.Entry::getKey).toList();
    if (name == null && all.size() == 1) {
      return all.getFirst();
    }
    if (name == null || !stacks.has(name)) {
      throw Failure.usage(
          name == null
              ? file + " has several stacks"
              : "%s: stacks.%s is missing".formatted(file, name),
          "name one with --stack: " + String.join(", ", all));
    }
    return name;
  }

  private ObjectNode tool(Path stacks, String name, Consumer<String> notes) {
    if (!name.matches("[a-z][a-z0-9-]{0,30}")) {
      throw Failure.usage(
          "%s: '%s' is not the name of a tool".formatted(stacks, name),
          "use small letters, digits and -, a letter first, at most 31");
    }
    Path configs = directory.resolve("configs");
    ObjectNode tool = ToolFile.read(configs.resolve(name + ".json"));
    Path environment = configs.resolve(name + ".env");
    if (Files.exists(environment)) {
      int added = EnvironmentFile.read(environment, tool.withObject("environment"));
      notes.accept(
          "%s: the plan shows the values of its variables (%d); name what is secret as secret://NAME"
              .formatted(environment, added));
    }
    withData(name, tool.withArray("volumes"));
    return tool;
  }

  /** Its volume of data, unless it says itself where that is, or what is at its place. */
  private static void withData(String name, ArrayNode volumes) {
    List<String> said =
        StreamSupport.stream(volumes.spliterator(), false)
            .map(volume -> volume.asString(""))
            .collect(Collectors.toList());
    boolean there =
        said.stream()
            .map(volume -> volume.replaceFirst(":ro$", ""))
            .anyMatch(volume -> volume.startsWith(name + "-data:") || volume.endsWith(":" + DATA));
    if (!there) {
      volumes.add("%s-data:%s".formatted(name, DATA));
    }
  }
}
