package dev.holdfast.activities.stack;

import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.schemas.change.UnusedFacts;
import dev.holdfast.schemas.change.UnusedFacts.Thing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Asks the Docker engine for what no container uses. */
public final class UnusedFragment implements FactsFragment {
  private static final String SCRIPT =
      Scripts.load(UnusedFragment.class, "engine.sh", "inspect.sh", "unused.sh");
  private static final int FIELDS = 7;

  @Override
  public String kind() {
    return "unused";
  }

  @Override
  public String script() {
    return SCRIPT;
  }

  @Override
  public Found read(String[] row) {
    String lines = new String(Base64.getDecoder().decode(row[2]), StandardCharsets.UTF_8);
    return new Found(
        row[1],
        new UnusedFacts(
            lines
                .lines()
                .filter(line -> !line.isBlank())
                .map(UnusedFragment::thing)
                .sorted(Comparator.comparing(Thing::what).thenComparing(Thing::name))
                .toList()));
  }

  private static Thing thing(String line) {
    String[] fields = line.split("\\|", FIELDS);
    return new Thing(
        fields[0],
        fields[1],
        fields[2],
        fields[3],
        fields[4].isEmpty() ? 0 : Long.parseLong(fields[4]),
        words(fields[5]),
        words(fields[6]));
  }

  private static List<String> words(String field) {
    return Stream.of(field.split(" ")).filter(word -> !word.isEmpty()).toList();
  }
}
