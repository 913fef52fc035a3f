package dev.holdfast.schemas.serversetup;

import dev.holdfast.schemas.change.FilePaths;
import dev.holdfast.schemas.secret.SecretReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file; exactly one of {@code content}, {@code stored}, {@code link}, {@code absent}, and {@code
 * lines} with {@code blocks}.
 *
 * @param content the whole text, or a reference to the secret that is the content
 * @param variables what {@code {{ name }}} in the content stands for, or a reference to a secret;
 *     null where it is no template
 * @param stored the SHA-256 of the file in the platform's store that is the content
 * @param link the target of a symbolic link
 * @param absent whether there is nothing
 * @param replaceLink whether a symbolic link that is there may be replaced by a file
 * @param owner of what is there by default, or root
 * @param group of what is there by default, or root
 * @param mode octal; of what is there by default, or {@code 0644}
 * @param lines edits of a file that is there
 * @param blocks edits of a file that is there
 */
public record FileInput(
    String path,
    @Nullable String content,
    @Nullable Map<String, String> variables,
    @Nullable String stored,
    @Nullable String link,
    boolean absent,
    boolean replaceLink,
    @Nullable String owner,
    @Nullable String group,
    @Nullable String mode,
    List<Line> lines,
    List<Block> blocks) {
  private static final Pattern VARIABLE =
      Pattern.compile("\\{\\{ *([A-Za-z_][A-Za-z0-9_]*) *\\}\\}");

  public FileInput {
    variables = variables == null ? null : new TreeMap<>(variables);
    lines = List.copyOf(Objects.requireNonNullElse(lines, List.of()));
    blocks = List.copyOf(Objects.requireNonNullElse(blocks, List.of()));
  }

  /**
   * A line that is there once, or is not there.
   *
   * @param line the whole line
   * @param matching a regular expression: the line takes the place of all lines in which it is
   *     found
   * @param after a regular expression: a new line comes after the last line in which it is found
   * @param absent whether the line, or every line that matches, is taken out
   */
  public record Line(
      @Nullable String line, @Nullable String matching, @Nullable String after, boolean absent) {}

  /**
   * Lines between two marks.
   *
   * @param name of the block, unique in its file
   * @param content the lines between the marks; null where the block is taken out
   * @param comment with which a comment begins in this file, {@code #} by default
   * @param after a regular expression: a new block comes after the last line in which it is found
   */
  public record Block(
      String name, @Nullable String content, String comment, @Nullable String after) {
    public Block {
      comment = Objects.requireNonNullElse(comment, "#");
    }
  }

  /** Whether it changes a part of a file that is there. */
  public boolean edits() {
    return !lines.isEmpty() || !blocks.isEmpty();
  }

  /**
   * The content with its variables, by turns a text and a reference to a secret, with a text at
   * both ends.
   */
  public List<String> parts() {
    String text = Objects.requireNonNull(content, path);
    if (SecretReference.isMeant(text)) {
      return List.of("", text, "");
    }
    List<String> parts = new ArrayList<>();
    var part = new StringBuilder();
    int at = 0;
    Map<String, String> values = Objects.requireNonNullElse(variables, Map.of());
    Matcher found = VARIABLE.matcher(text);
    while (found.find()) {
      String value = values.getOrDefault(found.group(1), found.group());
      part.append(text, at, found.start());
      at = found.end();
      if (SecretReference.isMeant(value)) {
        parts.add(part.toString());
        parts.add(value);
        part.setLength(0);
      } else {
        part.append(value);
      }
    }
    parts.add(part.append(text, at, text.length()).toString());
    return parts;
  }

  /** What is wrong with it, each as a sentence. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    String other = FilePaths.notForFiles(path);
    if (other != null) {
      problems.add("%s is not for files, because %s".formatted(path, other));
    }
    long ways =
        Stream.of(content != null, stored != null, link != null, absent, edits())
            .filter(way -> way)
            .count();
    if (ways != 1) {
      problems.add(
          "%s needs exactly one of content, stored, link, absent, and lines or blocks"
              .formatted(path));
    }
    if (link != null && mode != null) {
      problems.add("a symbolic link such as %s has no mode; leave mode out".formatted(path));
    }
    variableProblems(problems);
    for (Line line : lines) {
      boolean one =
          line.absent() ? (line.line() == null) != (line.matching() == null) : line.line() != null;
      if (!one) {
        problems.add(
            "a line of %s needs line, and one that is absent needs either line or matching"
                .formatted(path));
      }
      patternProblem(line.matching(), problems);
      patternProblem(line.after(), problems);
    }
    for (Block block : blocks) {
      patternProblem(block.after(), problems);
      if (blocks.stream().filter(b -> b.name().equals(block.name())).count() > 1) {
        problems.add(
            "%s has two blocks with the name %s; give each its own".formatted(path, block.name()));
      }
    }
    return problems;
  }

  private void variableProblems(List<String> problems) {
    if (variables == null) {
      return;
    }
    if (content == null) {
      problems.add("the variables of %s are for its content, and it has none".formatted(path));
      return;
    }
    List<String> used =
        VARIABLE.matcher(content).results().map(found -> found.group(1)).distinct().toList();
    used.stream()
        .filter(name -> !variables.containsKey(name))
        .forEach(name ->
            problems.add(
                "the variable %s in %s has no value; add it to variables".formatted(name, path)));
    variables.keySet().stream()
        .filter(name -> !used.contains(name))
        .forEach(name ->
            problems.add(
                "the variable %s is not used in %s; remove it, or correct its name"
                    .formatted(name, path)));
  }

  private void patternProblem(@Nullable String pattern, List<String> problems) {
    if (pattern != null) {
      try {
        Pattern _ = Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        problems.add(
            "'%s' of %s is not a regular expression: %s"
                .formatted(pattern, path, e.getDescription()));
      }
    }
  }
}
