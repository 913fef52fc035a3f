package dev.holdfast.activities.resource;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Unified diffs for people. */
public final class Diffs {
  private static final int CONTEXT = 3;

  private Diffs() {}

  /**
   * The difference between two texts; empty where there is none.
   *
   * @param name what they are of, such as a path
   * @param before null where there was nothing
   * @param after null where there is nothing then
   */
  public static String unified(String name, @Nullable String before, @Nullable String after) {
    List<String> old = lines(before);
    return UnifiedDiffUtils.generateUnifiedDiff(
            before == null ? "/dev/null" : name,
            after == null ? "/dev/null" : name,
            old,
            DiffUtils.diff(old, lines(after)),
            CONTEXT)
        .stream()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static List<String> lines(@Nullable String text) {
    return text == null ? List.of() : text.lines().toList();
  }
}
