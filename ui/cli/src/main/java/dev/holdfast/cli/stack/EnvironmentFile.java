package dev.holdfast.cli.stack;

import dev.holdfast.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Variables in a file as {@code docker run --env-file} reads it: a {@code NAME=value} a line. */
final class EnvironmentFile {
  private EnvironmentFile() {}

  /**
   * Adds them; returns how many.
   *
   * @throws Failure with the file and the line, where one is wrong or there already
   */
  static int read(Path file, ObjectNode environment) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw Failure.usage(file + " cannot be read", "write it in UTF-8, a NAME=value a line");
    }
    int added = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).stripLeading();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int at = line.indexOf('=');
      String name = at < 0 ? line : line.substring(0, at);
      if (at < 1 || !name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw Failure.usage(
            "%s, line %d is not NAME=value".formatted(file, i + 1),
            "correct it; nothing is taken from your own environment");
      }
      if (environment.has(name)) {
        throw Failure.usage(
            "%s, line %d: %s is there twice".formatted(file, i + 1, name),
            "remove it here, or from the tool's environment");
      }
      environment.put(name, line.substring(at + 1));
      added++;
    }
    return added;
  }
}
