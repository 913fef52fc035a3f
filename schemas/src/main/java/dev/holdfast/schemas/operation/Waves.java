package dev.holdfast.schemas.operation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The waves of an operation: {@code 1,25%,100%} is one server, then as many more as make a quarter
 * of them, then all. A wave starts when every server of the one before has ended.
 */
public final class Waves {
  private Waves() {}

  /**
   * Says what is wrong with waves that somebody asks for.
   *
   * @throws IllegalArgumentException in words for that person
   */
  public static void check(List<Share> waves) {
    if (waves.isEmpty()) {
      throw new IllegalArgumentException("waves: name at least one, such as 1,25%,100%");
    }
    int count = 0;
    int percent = 0;
    for (Share wave : waves) {
      int before = wave.percent() ? percent : count;
      if (wave.value() <= before) {
        throw new IllegalArgumentException(
            "waves: '"
                + wave
                + "' adds no server; each wave says how many servers are done at its end, as in 1,25%,100%");
      }
      if (wave.percent()) {
        percent = wave.value();
      } else {
        count = wave.value();
      }
    }
  }

  /**
   * How many servers of so many are done at the end of each wave, in order. A wave that would add
   * none is left out; what the last one leaves over is a wave of its own.
   *
   * @param waves null for one wave of all
   */
  public static List<Integer> ends(@Nullable List<Share> waves, int servers) {
    List<Integer> ends = new ArrayList<>();
    int from = 0;
    for (Share wave : waves == null ? List.<Share>of() : waves) {
      int to = wave.ceilingOf(servers);
      if (to > from) {
        ends.add(to);
        from = to;
      }
    }
    if (from < servers || ends.isEmpty()) {
      ends.add(servers);
    }
    return ends;
  }

  /**
   * The servers of each wave, in order. A wave that would add none is left out; what the last one
   * leaves over is a wave of its own.
   *
   * @param waves null for one wave of all
   */
  public static List<List<String>> split(@Nullable List<Share> waves, List<String> servers) {
    if (waves == null) {
      return List.of(servers);
    }
    List<List<String>> split = new ArrayList<>();
    int from = 0;
    for (Share wave : waves) {
      int to = wave.ceilingOf(servers.size());
      if (to > from) {
        split.add(servers.subList(from, to));
        from = to;
      }
    }
    if (from < servers.size()) {
      split.add(servers.subList(from, servers.size()));
    }
    return split;
  }
}
