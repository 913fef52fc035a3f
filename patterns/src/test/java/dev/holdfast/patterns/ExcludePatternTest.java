package dev.holdfast.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExcludePatternTest {
  private static final Path RSYNC = Path.of("/usr/bin/rsync");
  private static final Map<String, Boolean> TREE = RsyncOracle.tree();

  /** Recorded from rsync by {@link #record}. */
  @Test
  void shouldExcludeWhatRsyncExcluded() throws IOException {
    Map<String, List<String>> recorded = new TreeMap<>();
    try (InputStream in = ExcludePatternTest.class.getResourceAsStream("rsync-exclude.tsv")) {
      new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> List.of(line.split("\t", -1)))
          .forEach(fields -> recorded.put(fields.getFirst(), fields.subList(1, fields.size())));
    }
    assertThat(recorded).hasSizeGreaterThan(300);
    recorded.forEach((pattern, excluded) ->
        assertThat(topmost(excluded(pattern))).as(pattern).containsExactlyElementsOf(excluded));
  }

  @Test
  void shouldExcludeWhatRsyncExcludesHere(@TempDir Path directory) throws Exception {
    assumeTrue(Files.isExecutable(RSYNC), "needs rsync");
    RsyncOracle rsync = new RsyncOracle(RSYNC, directory.resolve("tree"));
    int round = 0;
    for (String pattern : RsyncOracle.patterns(System.nanoTime(), 8)) {
      if (usable(pattern) && RsyncOracle.canBeNamed(pattern)) {
        Path work = Files.createDirectory(directory.resolve("" + round++));
        SortedSet<String> expected = excluded(pattern);
        expected.removeIf(path -> !RsyncOracle.canBeNamed(path));
        assertThat(rsync.notSent(work, pattern)).as(pattern).isEqualTo(expected);
        assertThat(rsync.spared(work, pattern)).as(pattern).isEqualTo(withParents(expected));
      }
    }
  }

  @Test
  void shouldBeTheSameAsAnExpressionOfFind(@TempDir Path directory) throws Exception {
    Path root = RsyncOracle.made(directory.resolve("tree"));
    for (String text : RsyncOracle.patterns(7, 150)) {
      if (usable(text)) {
        ExcludePattern pattern = new ExcludePattern(text);
        SortedSet<String> expected = topmost(excluded(text));
        expected.removeIf(path -> !RsyncOracle.canBeNamed(path));
        assertThat(found(root, pattern)).as(text).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "uploads/, uploads, true, true",
    "uploads/, a/uploads, true, true",
    "uploads/, uploads, false, false",
    "**/cache, cache, false, true",
    "**/cache, a/b/cache, false, true",
    "*/, a, true, true",
    "*/, a, false, false",
    "/anchored, anchored, false, true",
    "/anchored, a/anchored, false, false",
    "a/b, x/a/b, false, true",
    "a/**/b, a/x/y/b, false, true",
    "logs/***, logs, true, true",
    "logs/***, logs, false, false",
    "logs/**, logs, true, false",
    "*.tmp, a/b.tmp, false, true",
    "[!a], b, false, true",
    "[!a], a, false, false",
    "\\[x], [x], false, true",
    "{{name}}, {{name}}, true, true",
    "[{]a;b}, {a;b}, false, true",
    "**/!x, !x, false, true",
    "größe, größe, false, true"
  })
  void shouldMatch(String text, String path, boolean directory, boolean matches) {
    ExcludePattern pattern = new ExcludePattern(text);

    assertThat(pattern.matches(ExcludePattern.raw(path), directory)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "./uploads",
        "../x",
        ".",
        "a/./b",
        "a//b",
        "uploads//",
        "{a,b}",
        "x.{jpg,png}",
        "{1..3}",
        "!x",
        "!",
        "- x",
        "+ x",
        "[ab",
        "*[",
        "[a/b]",
        "[[:any:]]",
        "*\\",
        "\\!x",
        "\\#x",
        "a\\ ",
        "@(a|b)",
        "a\0b"
      })
  void shouldRefuseWithARemedyWhatCanNeverMatch(String text) {
    assertThatThrownBy(() -> new ExcludePattern(text))
        .isInstanceOfSatisfying(
            UnusableExclude.class,
            e -> {
              assertThat(e.problem()).contains("'" + text.replace('\0', '?') + "'");
              assertThat(e.remedy()).isNotBlank();
            });
  }

  @Test
  void shouldTakeNoLongerForManyStars() {
    ExcludePattern pattern = new ExcludePattern("*a".repeat(200) + "b");

    assertThat(pattern.matches("a".repeat(4000), false)).isFalse();
  }

  private static boolean usable(String pattern) {
    try {
      var _ = new ExcludePattern(pattern);
      return true;
    } catch (UnusableExclude e) {
      return false;
    }
  }

  private static SortedSet<String> excluded(String text) {
    ExcludePattern pattern = new ExcludePattern(text);
    TreeSet<String> excluded = new TreeSet<>();
    TREE.forEach((path, directory) -> {
      int slash = path.lastIndexOf('/');
      if ((slash > 0 && excluded.contains(path.substring(0, slash)))
          || pattern.matches(ExcludePattern.raw(path), directory)) {
        excluded.add(path);
      }
    });
    return excluded;
  }

  private static SortedSet<String> topmost(SortedSet<String> excluded) {
    TreeSet<String> topmost = new TreeSet<>(excluded);
    topmost.removeIf(
        path -> path.contains("/") && excluded.contains(path.substring(0, path.lastIndexOf('/'))));
    return topmost;
  }

  private static SortedSet<String> withParents(SortedSet<String> paths) {
    TreeSet<String> all = new TreeSet<>(paths);
    for (String path : paths) {
      for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        all.add(path.substring(0, slash));
      }
    }
    return all;
  }

  private static SortedSet<String> found(Path root, ExcludePattern pattern) throws Exception {
    // Its bytes do not go through the JVM's idea of an argument's encoding.
    Path script = root.resolveSibling("find.sh");
    String type = pattern.regexOfDirectories() ? " -type d" : "";
    String quoted = "'" + pattern.regex().replace("'", "'\\''") + "'";
    Files.write(
        script,
        ("cd \"$1\" && LC_ALL=C find . -mindepth 1 -regextype posix-extended -regex "
                + quoted
                + type
                + " -printf '%P\\n' -prune")
            .getBytes(StandardCharsets.ISO_8859_1));
    Process process =
        new ProcessBuilder("sh", script.toString(), root.toString())
            .redirectErrorStream(true)
            .start();
    return new TreeSet<>(
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList());
  }

  /** Records what the rsync of this machine does, in a UTF-8 locale. */
  static void record(Path file, Path work) throws Exception {
    RsyncOracle rsync = new RsyncOracle(RSYNC, work.resolve("tree"));
    List<String> lines = new ArrayList<>();
    for (String pattern : new TreeSet<>(RsyncOracle.patterns(1, 900))) {
      if (usable(pattern)) {
        Path at = Files.createDirectory(work.resolve("" + lines.size()));
        List<String> fields = new ArrayList<>(List.of(pattern));
        fields.addAll(topmost(rsync.notSent(at, pattern)));
        lines.add(String.join("\t", fields));
      }
    }
    Files.write(file, lines);
  }
}
