package dev.holdfast.activities.packages;

import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.schemas.change.PackageFacts;
import dev.holdfast.schemas.change.PackagesResource.Move;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the package manager for packages, and for what a run of it would do. */
public final class PackagesFragment implements FactsFragment {
  private static final String NONE = "-";

  @Override
  public String kind() {
    return "packages";
  }

  @Override
  public String script() {
    return PackagesScript.FACTS;
  }

  @Override
  public Found read(String[] row) {
    return row[1].equals("package")
        ? new Found(
            row[2],
            new PackageFacts(
                row[3],
                row[4].isEmpty() ? null : row[4],
                !row[5].isEmpty(),
                List.copyOf(new LinkedHashSet<>(words(row[6])))))
        : new Found(PackageFacts.RUN, run(row));
  }

  /** Moves are lines of {@code NAME FROM TO FLAGS}. */
  private static PackageFacts.Run run(String[] row) {
    String text = new String(Base64.getDecoder().decode(row[3]), StandardCharsets.UTF_8);
    List<Move> moves = new ArrayList<>();
    List<String[]> lines =
        text.lines().filter(line -> !line.isBlank()).map(line -> line.split(" ", -1)).toList();
    for (String[] line : lines) {
      moves.add(
          new Move(
              line[0],
              version(line[1]),
              version(line[2]),
              line[3].contains("a"),
              line[3].contains("r")));
    }
    return new PackageFacts.Run(
        row[2].isBlank() ? null : row[2].strip(),
        moves,
        flagged(lines, "h"),
        flagged(lines, "n"),
        words(row[4]));
  }

  private static Set<String> flagged(List<String[]> lines, String flag) {
    return lines.stream()
        .filter(line -> line[3].contains(flag))
        .map(line -> line[0])
        .collect(Collectors.toSet());
  }

  private static @Nullable String version(String word) {
    return word.equals(NONE) ? null : word;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
  }
}
