package dev.holdfast.cli.stack;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a stack of a Compose file. What a stack cannot do is refused with a line for each, and what
 * it does otherwise is said; nothing is left out without a word.
 */
final class ComposeFile {
  /** Says nothing that a stack needs: it is hardened, and its networks follow from dependencies. */
  private static final Set<String> WITHOUT_EFFECT = Set.of("name", "version", "services");

  private final Path path;
  private final List<String> unsupported = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ComposeFile(Path path) {
    this.path = path;
  }

  /** Whether a file is one. */
  static boolean isOne(JsonNode file) {
    return file.has("services") && !file.has("tools");
  }

  /**
   * The input of {@code deploy-stack}.
   *
   * @param name of the stack; null for the one that the file says, or the one of its directory
   * @param notes gets a line for each thing that is otherwise than Compose has it
   * @throws Failure with all that is not supported, or where the file says another name
   */
  static ObjectNode stack(Path path, JsonNode file, @Nullable String name, Consumer<String> notes) {
    var compose = new ComposeFile(path);
    String said = Json.text(file, "name");
    if (name != null && !said.isEmpty() && !said.equals(name)) {
      throw Failure.usage(
          "%s is the stack %s, not %s".formatted(path, said, name), "correct --stack, or the file");
    }
    ObjectNode stack = Json.object().put("stack", name == null ? compose.name(file) : name);
    compose.topLevel(file);
    ObjectNode tools = stack.putObject("tools");
    for (Map.Entry<String, JsonNode> service : file.path("services").properties()) {
      tools.set(
          service.getKey(),
          new ComposeService("services." + service.getKey(), compose.unsupported)
              .tool(service.getValue()));
    }
    if (!compose.unsupported.isEmpty()) {
      throw new Failure(
          ExitCode.USAGE,
          path + " has what a stack does not support",
          compose.unsupported,
          "change these lines, or write the stack in its own form: docs/stacks.md");
    }
    compose.differences(file, Json.text(stack, "stack"));
    compose.notes.forEach(notes);
    return stack;
  }

  private void differences(JsonNode file, String stack) {
    for (Map.Entry<String, JsonNode> service : file.path("services").properties()) {
      JsonNode value = service.getValue();
      if (!value.has("restart")) {
        notes.add(service.getKey() + " is started again whenever it ends: the file has no restart");
      }
      if (!value.has("mem_limit") && !value.has("deploy")) {
        notes.add(service.getKey() + " gets at most 512 MiB of memory: the file has no mem_limit");
      }
    }
    file.path("volumes")
        .properties()
        .forEach(volume ->
            notes.add(
                "the volume %2$s is %1$s-%2$s on the server; data that Compose has in %1$s_%2$s is not in it"
                    .formatted(stack, volume.getKey())));
    if (!file.path("networks").isEmpty()) {
      notes.add("networks are made from depends_on: a tool reaches no other one");
    }
  }

  private String name(JsonNode file) {
    String said = Json.text(file, "name");
    if (!said.isEmpty()) {
      return said;
    }
    Path directory = path.toAbsolutePath().normalize().getParent();
    return directory == null || directory.getFileName() == null
        ? ""
        : directory.getFileName().toString();
  }

  private void topLevel(JsonNode file) {
    for (Map.Entry<String, JsonNode> entry : file.properties()) {
      String key = entry.getKey();
      switch (key) {
        case "volumes", "networks" ->
            entry.getValue().properties().forEach(one -> plain(key, one.getKey(), one.getValue()));
        default -> {
          if (!WITHOUT_EFFECT.contains(key) && !key.startsWith("x-")) {
            unsupported.add(key + ": is not supported");
          }
        }
      }
    }
  }

  /** A volume of the engine's own, or a network, which a stack makes of its dependencies. */
  private void plain(String key, String name, JsonNode value) {
    value
        .properties()
        .forEach(property -> {
          String field = property.getKey();
          boolean fine =
              (field.equals("driver")
                      && Set.of("local", "bridge").contains(Json.text(value, field)))
                  || (key.equals("networks") && field.equals("internal"));
          if (!fine) {
            unsupported.add("%s.%s.%s: is not supported".formatted(key, name, field));
          }
        });
  }
}
