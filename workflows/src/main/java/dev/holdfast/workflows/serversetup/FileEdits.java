package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.serversetup.FileInput.Block;
import dev.holdfast.schemas.serversetup.FileInput.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Edits a text by lines and blocks, and leaves the rest of it as it is. What is edited once is the
 * same when it is edited again.
 */
final class FileEdits {
  private final List<String> lines;

  private FileEdits(List<String> lines) {
    this.lines = lines;
  }

  /**
   * The text after the edits.
   *
   * @throws IllegalArgumentException if there is no place for one: what is wrong, for a person
   */
  static String edited(String text, List<Line> lineEdits, List<Block> blocks) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    // A text that ends with its last line has nothing after the last line end.
    boolean ended = lines.getLast().isEmpty();
    if (ended) {
      lines.removeLast();
    }
    FileEdits edits = new FileEdits(lines);
    List<String> before = List.copyOf(lines);
    lineEdits.forEach(edits::line);
    blocks.forEach(edits::block);
    if (lines.equals(before)) {
      return text;
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private void line(Line edit) {
    Pattern matching = edit.matching() == null ? null : Pattern.compile(edit.matching());
    if (edit.absent()) {
      lines.removeIf(
          line -> matching == null ? line.equals(edit.line()) : matching.matcher(line).find());
      return;
    }
    String wanted = String.valueOf(edit.line());
    int place = -1;
    if (matching != null) {
      place = first(matching, wanted);
      lines.removeIf(line -> !line.equals(wanted) && matching.matcher(line).find());
    }
    if (!lines.contains(wanted)) {
      lines.add(place >= 0 ? place : place(edit.after()), wanted);
    }
  }

  private int first(Pattern matching, String except) {
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).equals(except) && matching.matcher(lines.get(i)).find()) {
        return i;
      }
    }
    return -1;
  }

  private int place(@Nullable String after) {
    if (after == null) {
      return lines.size();
    }
    Pattern pattern = Pattern.compile(after);
    for (int i = lines.size(); i > 0; i--) {
      if (pattern.matcher(lines.get(i - 1)).find()) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "no line of it matches '%s', after which something is to come".formatted(after));
  }

  private void block(Block block) {
    String begin = block.comment() + " BEGIN holdfast " + block.name();
    String end = block.comment() + " END holdfast " + block.name();
    int from = lines.indexOf(begin);
    int to = lines.indexOf(end);
    if (from < 0 != to < 0
        || from > to
        || from != lines.lastIndexOf(begin)
        || to != lines.lastIndexOf(end)) {
      throw new IllegalArgumentException(
          "the marks of the block %s are not one pair; correct them by hand"
              .formatted(block.name()));
    }
    int place = from;
    if (from >= 0) {
      lines.subList(from, to + 1).clear();
    }
    if (block.content() != null) {
      List<String> whole = new ArrayList<>();
      whole.add(begin);
      whole.addAll(block.content().lines().toList());
      whole.add(end);
      lines.addAll(place >= 0 ? place : place(block.after()), whole);
    }
  }
}
