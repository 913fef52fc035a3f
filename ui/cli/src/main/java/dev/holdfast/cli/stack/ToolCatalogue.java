package dev.holdfast.cli.stack;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The security tools that the platform knows; each method returns the exit code. */
record ToolCatalogue(ApiClient api, Output output) {
  private static final String PATH = "/stack-tools";

  int list() {
    List<JsonNode> all = Pages.read(api, PATH, 1000);
    return output.list(
        all,
        "There are none.",
        () -> {
          Table table = new Table("TOOL", "WHAT IT IS");
          all.forEach(tool -> table.row(Json.text(tool, "name"), Json.text(tool, "title")));
          return table;
        });
  }

  int show(String name) {
    JsonNode tool = read(name);
    return output.answer(
        tool,
        () -> {
          Json.text(tool, "guide").lines().forEach(line -> output.line(Printable.clean(line)));
          output.line("");
          Json.text(tool, "stack").lines().forEach(line -> output.line(Printable.clean(line)));
        });
  }

  /** Writes its files into a directory; one that is there stays. */
  int write(String name, Path directory) {
    JsonNode tool = read(name);
    Path stack = directory.resolve("stack.yaml");
    try {
      Files.createDirectories(directory);
      write(stack, Json.text(tool, "stack"));
      write(directory.resolve("README.md"), Json.text(tool, "guide"));
    } catch (FileAlreadyExistsException e) {
      throw Failure.usage(e.getMessage() + " is there already", "name another directory");
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE, directory + " cannot be written to", "name a directory of your own");
    }
    return output.answer(
        Json.object().put("stack", name).put("file", stack.toString()),
        () -> output.message("Written. Pin its image: ./holdfast stack pin " + directory));
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private JsonNode read(String name) {
    return api.get(PATH + "/" + Pages.encode(name));
  }
}
