package dev.holdfast.cli.operation;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.FileStoreClient;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.patterns.ExcludePattern;
import dev.holdfast.patterns.UnusableExclude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** A directory here that is to be sent; links are sent as links. */
final class LocalTree {
  private final Path root;
  private final List<Path> entries = new ArrayList<>();

  private LocalTree(Path root) {
    this.root = root;
  }

  /**
   * The directory of this name, without what is excluded.
   *
   * @throws Failure if it cannot be sent
   */
  static LocalTree of(String name, List<String> exclude) {
    LocalTree tree = new LocalTree(Path.of(name));
    List<ExcludePattern> patterns = exclude.stream().map(tree::pattern).toList();
    if (!Files.isDirectory(tree.root)) {
      throw Failure.usage(
          "there is no directory " + name,
          "check the name; to send one file: " + HoldfastCommand.PROGRAM + " copy --help");
    }
    try {
      tree.walk(tree.root, patterns);
    } catch (IOException e) {
      throw Failure.usage(
          name + " cannot be read: " + e, "check the permissions, or leave it out with --exclude");
    }
    return tree;
  }

  private ExcludePattern pattern(String text) {
    String here = root.toAbsolutePath().normalize() + "/";
    if (text.startsWith(here)) {
      throw Failure.usage(
          "--exclude: the pattern '" + text + "' begins with the directory itself",
          "write the path below it: /" + text.substring(here.length()));
    }
    try {
      return new ExcludePattern(text);
    } catch (UnusableExclude e) {
      throw Failure.usage("--exclude: " + e.problem(), e.remedy());
    }
  }

  /** What is excluded is not even looked into: it may be large, forbidden, or hang. */
  private void walk(Path directory, List<ExcludePattern> excluded) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      all.forEach(names::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(Comparator.naturalOrder());
    for (Path path : names) {
      boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
      String relative = root.relativize(path).toString();
      String raw = ExcludePattern.raw(relative);
      if (excluded.stream().anyMatch(pattern -> pattern.matches(raw, isDirectory))) {
        continue;
      }
      if (relative.indexOf('\uFFFD') >= 0) {
        throw Failure.usage(path + " has a name that is not UTF-8", "rename it, or leave it out");
      }
      entries.add(path);
      if (isDirectory) {
        walk(path, excluded);
      } else if (Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther()) {
        throw Failure.usage(
            path + " is not a file, directory or link", "leave it out with --exclude");
      }
    }
  }

  /**
   * Brings everything into the store that it lacks, and then the list of it.
   *
   * @return the SHA-256 of the list
   * @throws Failure if something changed meanwhile
   */
  String store(FileStoreClient files, Output output) {
    try {
      Path manifest = Files.createTempFile("holdfast-", ".manifest");
      try {
        try (Writer lines = Files.newBufferedWriter(manifest)) {
          for (Path entry : entries) {
            lines.write(line(entry, files, output) + "\n");
          }
        }
        return LocalSource.of(manifest.toString()).store(files, output);
      } finally {
        Files.delete(manifest);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode line(Path entry, FileStoreClient files, Output output) throws IOException {
    ObjectNode line = Json.object().put("path", root.relativize(entry).toString());
    if (Files.isSymbolicLink(entry)) {
      return line.put("type", "link").put("target", Files.readSymbolicLink(entry).toString());
    }
    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      int mode = (int) Files.getAttribute(entry, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return line.put("type", "directory").put("mode", "%04o".formatted(mode & 0777));
    }
    long modifiedAt = Files.getLastModifiedTime(entry).to(TimeUnit.SECONDS);
    LocalSource source = LocalSource.of(entry.toString());
    return line.put("type", "file")
        .put("mode", source.mode())
        .put("size", source.size())
        .put("modifiedAt", modifiedAt)
        .put("sha256", source.store(files, output));
  }
}
