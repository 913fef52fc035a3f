package dev.holdfast.cli.stack;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.YamlFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of a stack, in YAML 1.2, of which JSON is a part; or a Compose file.
 *
 * @param name of the stack, where the file is one of Compose; null for the one that it says
 */
record StackFile(Path path, @Nullable String name) {
  private static final List<String> COMPOSE =
      List.of("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml");
  private static final String REMEDY =
      "./holdfast catalog deploy-stack shows the fields and an example";
  private static final int LONGEST = 1 << 20;

  /**
   * What a file or a directory says, in whichever form it is.
   *
   * @throws Failure if it cannot be read, or has what a stack does not support
   */
  static ObjectNode stack(Path path, @Nullable String name, Consumer<String> notes) {
    return ExistingSetup.isOne(path)
        ? new ExistingSetup(path).stack(name, notes)
        : in(path, name).read(notes);
  }

  /**
   * The file that is meant.
   *
   * @param path a file or a directory
   * @param name of the stack; null for the one that the file says
   */
  static StackFile in(Path path, @Nullable String name) {
    if (!Files.isDirectory(path)) {
      return new StackFile(path, name);
    }
    Path own = path.resolve((name == null ? "stack" : name) + ".yaml");
    Path found =
        Stream.concat(Stream.of(own), COMPOSE.stream().map(path::resolve))
            .filter(Files::exists)
            .findFirst()
            .orElse(own);
    return new StackFile(found, name);
  }

  /**
   * What it says.
   *
   * @param notes gets what a person should know about it
   * @throws Failure if it cannot be read, is not a YAML object, or has what a stack does not
   *     support
   */
  ObjectNode read(Consumer<String> notes) {
    ObjectNode file = parsed();
    return ComposeFile.isOne(file) ? ComposeFile.stack(path, file, name, notes) : own(file);
  }

  private ObjectNode own(ObjectNode file) {
    String said = Json.text(file, "stack");
    if (name != null && !said.equals(name)) {
      throw Failure.usage(
          "%s is the stack %s, not %s".formatted(path, said, name), "correct --stack, or the file");
    }
    return file;
  }

  private ObjectNode parsed() {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(String.valueOf(path))
            .setAllowDuplicateKeys(false)
            .setCodePointLimit(LONGEST)
            .build();
    try {
      @Nullable Object read = new Load(settings).loadFromString(Files.readString(path));
      if (read != null && Json.of(read) instanceof ObjectNode object) {
        return object;
      }
      throw Failure.usage(path + " is not a YAML object with stack and tools", REMEDY);
    } catch (IOException e) {
      String why = Files.exists(path) ? "cannot be read" : "does not exist";
      throw Failure.usage(path + " " + why, "name the stack's file, or its directory");
    } catch (YamlEngineException e) {
      throw Failure.usage(path + " " + YamlFault.words(e), REMEDY);
    }
  }
}
