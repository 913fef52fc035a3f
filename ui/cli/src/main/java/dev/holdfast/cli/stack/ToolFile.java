package dev.holdfast.cli.stack;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One tool in a file of its own, with the fields that a tool of a stack has. */
final class ToolFile {
  /** Each with how it is written. */
  static final SequencedMap<String, String> FIELDS = new LinkedHashMap<>();

  /** What others call them. */
  private static final Map<String, String> ALSO_CALLED =
      Map.ofEntries(
          Map.entry("port", "ports"),
          Map.entry("volume", "volumes"),
          Map.entry("mounts", "volumes"),
          Map.entry("env", "environment"),
          Map.entry("environment_file", "environment, or the file TOOL.env"),
          Map.entry("env_file", "environment, or the file TOOL.env"),
          Map.entry("health_check", "healthcheck"),
          Map.entry("healthCheck", "healthcheck"),
          Map.entry("depends_on", "dependsOn"),
          Map.entry("mem_limit", "memory"),
          Map.entry("limits", "memory, cpus and pids"),
          Map.entry("resources", "memory, cpus and pids"),
          Map.entry("pids_limit", "pids"),
          Map.entry("cmd", "command"),
          Map.entry("user", "exceptions.user with id and reason"),
          Map.entry("cap_add", "exceptions.capabilities with a reason for each"),
          Map.entry("capabilities", "exceptions.capabilities with a reason for each"));

  static {
    FIELDS.put("image", "text");
    FIELDS.put("command", "list");
    FIELDS.put("environment", "object");
    FIELDS.put("ports", "list");
    FIELDS.put("volumes", "list");
    FIELDS.put("healthcheck", "text");
    FIELDS.put("dependsOn", "list");
    FIELDS.put("switchBackend", "text");
    FIELDS.put("memory", "number");
    FIELDS.put("cpus", "number");
    FIELDS.put("pids", "number");
    FIELDS.put("exceptions", "object");
  }

  private ToolFile() {}

  /**
   * What it says.
   *
   * @throws Failure with a line for each key that is wrong
   */
  static ObjectNode read(Path file) {
    ObjectNode tool = JsonFile.read(file);
    List<String> wrong = new ArrayList<>();
    tool.properties()
        .forEach(entry -> {
          String key = entry.getKey();
          String form = FIELDS.get(key);
          if (form == null) {
            String meant = ALSO_CALLED.get(key);
            wrong.add(
                key
                    + (meant == null
                        ? ": no tool has it; there are "
                            + String.join(", ", FIELDS.sequencedKeySet())
                        : ": write " + meant));
          } else if (!is(form, entry.getValue())) {
            wrong.add("%s: is no %s".formatted(key, form));
          }
        });
    if (!tool.has("image")) {
      wrong.add("image: is missing; name it with its digest");
    }
    if (!wrong.isEmpty()) {
      throw new Failure(
          ExitCode.USAGE,
          file + " is not a tool of a stack",
          wrong,
          "correct these keys; docs/stacks.md has all of them");
    }
    return tool;
  }

  private static boolean is(String form, JsonNode value) {
    return switch (form) {
      case "text" -> value.isString();
      case "list" -> value.isArray();
      case "number" -> value.isNumber();
      default -> value.isObject();
    };
  }
}
