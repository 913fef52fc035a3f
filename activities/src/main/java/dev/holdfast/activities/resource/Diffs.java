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
   */
  public static String unified(String name, @Nullable String before, String after) {
    List<String> old = before == null ? List.of() : before.lines().toList();
    String left = before == null ? "/dev/null" : name;
    return UnifiedDiffUtils.generateUnifiedDiff(
            left, name, old, DiffUtils.diff(old, after.lines().toList()), CONTEXT)
        .stream()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
