package dev.holdfast.cli.stack;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pins the images in the files of a stack.
 *
 * @param path a file, or a directory of files
 */
record ImagePins(Path path) {
  /** In YAML and in JSON; the tag comes after the last slash. */
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?m)(^|[\\s{,])(\"?image\"?\\s*:\\s*[\"']?)([^\\s\"'@,}#]+:[^\\s\"'@,}#/]+)(?=[\\s\"',}]|$)");

  /** Writes the digests that the registries say; the exit code. */
  int write(Output output) {
    Map<String, String> pinned = new TreeMap<>();
    try (RegistryDigests registries = new RegistryDigests()) {
      for (Path file : files()) {
        pin(file, registries, pinned);
      }
    } catch (IOException e) {
      throw Failure.usage(path + " cannot be read or written", "name a file or directory of yours");
    }
    ObjectNode document = Json.object();
    pinned.forEach(document::put);
    return output.answer(
        document,
        () -> {
          pinned.forEach((image, digest) -> output.line(image + "@" + digest));
          if (pinned.isEmpty()) {
            output.message("Every image has its digest already.");
          }
        });
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(path)) {
      if (!Files.exists(path)) {
        throw new Failure(ExitCode.USAGE, path + " does not exist", "name the stack's file");
      }
      return List.of(path);
    }
    Path configs = path.resolve("configs");
    try (Stream<Path> own = Files.list(path);
        Stream<Path> tools = Files.isDirectory(configs) ? Files.list(configs) : Stream.empty()) {
      return Stream.concat(
              own.filter(file -> file.toString().matches(".*\\.ya?ml")),
              tools.filter(file -> file.toString().endsWith(".json")))
          .sorted()
          .toList();
    }
  }

  private static void pin(Path file, RegistryDigests registries, Map<String, String> pinned)
      throws IOException {
    String text = Files.readString(file);
    StringBuilder written = new StringBuilder();
    Matcher image = IMAGE.matcher(text);
    while (image.find()) {
      String name = image.group(3);
      if (name.startsWith("sha256:")) {
        continue;
      }
      String digest = pinned.computeIfAbsent(name, one -> registries.of(ImageName.of(one)));
      image.appendReplacement(written, Matcher.quoteReplacement(image.group() + "@" + digest));
    }
    image.appendTail(written);
    if (!text.contentEquals(written)) {
      Files.writeString(file, written);
    }
  }
}
