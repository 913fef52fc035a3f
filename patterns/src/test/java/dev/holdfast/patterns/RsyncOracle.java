package dev.holdfast.patterns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A tree of awkward names, patterns for it, and what the real rsync does with them. */
final class RsyncOracle {
  /** Names that stand at every level. */
  private static final List<String> NAMES =
      List.of(
          "a", "b", "ab", "cache", "x.tmp", "[a]", "a-b", "a b", "!x", "{a,b}", "a\\b", "u^", "é",
          "]", "-", "foo.bar", ".hid", "*");

  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "ab",
          "cache",
          "x.tmp",
          "*",
          "*",
          "**",
          "***",
          "?",
          "/",
          "/",
          "/",
          "[ab]",
          "[!a]",
          "[^b]",
          "[a-c]",
          "[]a]",
          "[[:alpha:]]",
          "[[:punct:]]",
          "[!]a]",
          "[\\]]",
          "\\*",
          "\\[a]",
          "\\a",
          "-",
          ".",
          " ",
          "é",
          "[é]",
          "a\\b",
          "\\\\",
          "foo",
          ".bar",
          "[a-]",
          "[-a]",
          "[a\\-c]",
          "[!-c]");

  /** Whether this JVM can name a file with a letter that is not ASCII. */
  private static final boolean UTF_8 = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

  private final Path rsync;
  private final Path tree;

  /** Makes the tree there. */
  RsyncOracle(Path rsync, Path tree) throws IOException {
    this.rsync = rsync;
    this.tree = made(tree);
  }

  /** The paths of the tree; true for directories. */
  static Map<String, Boolean> tree() {
    Map<String, Boolean> tree = new TreeMap<>();
    for (int one = 0; one < NAMES.size(); one++) {
      String top = NAMES.get(one);
      tree.put(top, one % 3 != 2);
      for (int two = 0; one % 3 != 2 && two < NAMES.size(); two++) {
        String below = top + "/" + NAMES.get(two);
        tree.put(below, two % 4 == one % 4);
        for (int three = 0; two % 4 == one % 4 && three < NAMES.size(); three += 2) {
          tree.put(below + "/" + NAMES.get(three), three % 8 == 0);
        }
      }
    }
    return tree;
  }

  /** Patterns of pieces put together by chance, some of which are of no use. */
  static List<String> patterns(long seed, int count) {
    Random random = new Random(seed);
    List<String> patterns = new ArrayList<>();
    while (patterns.size() < count) {
      StringBuilder pattern = new StringBuilder(random.nextInt(5) == 0 ? "/" : "");
      for (int pieces = 1 + random.nextInt(4); pieces > 0; pieces--) {
        pattern.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      patterns.add(pattern.append(random.nextInt(5) == 0 ? "/" : "").toString());
    }
    return patterns;
  }

  /** What is not sent. */
  SortedSet<String> notSent(Path work, String pattern) throws IOException, InterruptedException {
    Path to = Files.createDirectory(work.resolve("to"));
    run("-r", "--exclude=" + pattern, tree + "/", to + "/");
    SortedSet<String> missing = new TreeSet<>(tree().keySet());
    missing.removeAll(paths(to));
    missing.removeIf(path -> !canBeNamed(path));
    return missing;
  }

  /** What {@code --delete} leaves there where nothing is here. */
  SortedSet<String> spared(Path work, String pattern) throws IOException, InterruptedException {
    Path empty = Files.createDirectory(work.resolve("empty"));
    Path there = made(work.resolve("there"));
    run("-r", "--delete", "--exclude=" + pattern, empty + "/", there + "/");
    return paths(there);
  }

  static Path made(Path root) throws IOException {
    Files.createDirectory(root);
    for (Map.Entry<String, Boolean> entry : tree().entrySet()) {
      if (!canBeNamed(entry.getKey())) {
        continue;
      }
      Path path = root.resolve(entry.getKey());
      if (entry.getValue()) {
        Files.createDirectory(path);
      } else {
        Files.createFile(path);
      }
    }
    return root;
  }

  /** Whether a path or pattern can be handed to another program here. */
  static boolean canBeNamed(String text) {
    return UTF_8 || text.chars().allMatch(c -> c < 128);
  }

  private static SortedSet<String> paths(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      TreeSet<String> paths = new TreeSet<>();
      all.filter(path -> !path.equals(root))
          .forEach(path -> paths.add(root.relativize(path).toString()));
      return paths;
    }
  }

  private void run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(rsync.toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    // 23: a directory is not empty, because something in it is spared.
    if (exitCode != 0 && exitCode != 23) {
      throw new IllegalStateException(String.join(" ", command) + ": " + said);
    }
  }
}
