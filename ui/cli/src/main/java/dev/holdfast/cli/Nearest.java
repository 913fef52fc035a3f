package dev.holdfast.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the words that somebody who mistyped may have meant. */
final class Nearest {
  private static final int MOST = 3;

  private Nearest() {}

  /** The known words within a third of the letters of what was typed, the nearest first. */
  static List<String> of(String typed, Collection<String> known) {
    int tolerance = Math.max(2, typed.length() / 3);
    return known.stream()
        .filter(word -> distance(typed, word) <= tolerance || word.startsWith(typed))
        .sorted(Comparator.comparingInt(word -> distance(typed, word)))
        .limit(MOST)
        .toList();
  }

  /** How many letters to change, add, drop or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        cost[i][j] =
            Math.min(
                Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
