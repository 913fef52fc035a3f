package dev.holdfast.cli.importing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of a configuration file, and the files that its Include lines bring in.
 *
 * @param included the files of each Include line, in the order in which the client reads them
 */
record SshConfigFile(List<SshConfigLine> lines, Map<SshConfigLine, List<SshConfigFile>> included) {
  private static final int DEEPEST = 16;
  private static final long LARGEST = 8 << 20;

  /** Reads the text, and what it includes; what cannot be read is told by a note. */
  static SshConfigFile read(String text, SshClient client, List<String> notes) {
    return read(text, "", client, notes, 0);
  }

  private static SshConfigFile read(
      String text, String name, SshClient client, List<String> notes, int depth) {
    List<SshConfigLine> lines = new ArrayList<>();
    Map<SshConfigLine, List<SshConfigFile>> included = new LinkedHashMap<>();
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String where = (name.isEmpty() ? "" : name + " ") + "line " + number;
      SshConfigLine line = SshConfigLine.parse(raw, where);
      if (line == null) {
        continue;
      }
      lines.add(line);
      if (line.keyword().equals("include")) {
        if (depth == DEEPEST) {
          notes.add(where + ": files include each other more than " + DEEPEST + " deep");
          continue;
        }
        List<SshConfigFile> files = new ArrayList<>();
        for (String pattern : line.words()) {
          for (Path file : files(pattern, client, notes, where)) {
            text(file, notes, where)
                .ifPresent(
                    inner -> files.add(read(inner, file.toString(), client, notes, depth + 1)));
          }
        }
        included.put(line, files);
      }
    }
    return new SshConfigFile(lines, included);
  }

  private static Optional<String> text(Path file, List<String> notes, String where) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        notes.add(where + ": " + file + " is not a file of at most 8 MiB");
        return Optional.empty();
      }
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      notes.add(where + ": " + file + " cannot be read");
      return Optional.empty();
    }
  }

  /** The files that a pattern means, sorted; a relative one lies in ~/.ssh. */
  private static List<Path> files(
      String pattern, SshClient client, List<String> notes, String where) {
    Path path;
    try {
      if (pattern.startsWith("~/")) {
        path = client.home().resolve(pattern.substring(2));
      } else if (pattern.startsWith("~")) {
        notes.add(where + ": the home directory of another user is not looked up: " + pattern);
        return List.of();
      } else {
        path = client.home().resolve(".ssh").resolve(pattern);
      }
    } catch (InvalidPathException e) {
      notes.add(where + ": '" + pattern + "' is not a path");
      return List.of();
    }
    List<Path> found = List.of(Path.of("/"));
    for (Path part : path) {
      List<Path> next = new ArrayList<>();
      for (Path directory : found) {
        next.addAll(entries(directory, part.toString()));
      }
      found = next;
    }
    return found;
  }

  private static List<Path> entries(Path directory, String pattern) {
    if (!pattern.matches(".*[*?\\[].*")) {
      Path entry = directory.resolve(pattern);
      return Files.exists(entry) ? List.of(entry) : List.of();
    }
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> entries = new ArrayList<>();
    String glob = pattern.replaceAll("[{}]", "\\\\$0").replace("[^", "[!");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, glob)) {
      for (Path entry : all) {
        // A wildcard does not match a leading dot.
        if (pattern.startsWith(".") || !entry.getFileName().toString().startsWith(".")) {
          entries.add(entry);
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    Collections.sort(entries);
    return entries;
  }
}
