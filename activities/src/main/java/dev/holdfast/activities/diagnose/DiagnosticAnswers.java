package dev.holdfast.activities.diagnose;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the program on the server said, taken out of whatever else is in the stream.
 *
 * @param rows what it said, by name
 * @param noise what was printed before it, which is the login's own doing
 * @param complete whether it came to its end
 */
record DiagnosticAnswers(Map<String, String> rows, String noise, boolean complete) {
  static final String BEGIN = "begin";
  private static final String END = "end";
  private static final List<String> FOR_ROOT = List.of("journal", "sshd-test", "sshd-settings");

  DiagnosticAnswers {
    rows = Map.copyOf(rows);
  }

  static DiagnosticAnswers parse(String stdout, String nonce) {
    Map<String, String> rows = new HashMap<>();
    StringBuilder noise = new StringBuilder();
    String mark = nonce + " ";
    for (String line : stdout.lines().toList()) {
      if (!line.startsWith(mark)) {
        if (rows.isEmpty()) {
          noise.append(line).append('\n');
        }
        continue;
      }
      List<String> words = List.of(line.substring(mark.length()).strip().split(" ", 2));
      rows.put(words.getFirst(), words.size() < 2 ? "" : decoded(words.get(1)));
    }
    return new DiagnosticAnswers(rows, noise.toString().strip(), rows.containsKey(END));
  }

  /** Whether the program was started at all. */
  boolean begun() {
    return rows.containsKey(BEGIN);
  }

  /** What it said under a name; empty if that part was not there or did not end in time. */
  Optional<String> row(String name) {
    return Optional.ofNullable(rows.get(name));
  }

  /** The same with what another run was told as root about what only root may know. */
  DiagnosticAnswers withRowsForRoot(DiagnosticAnswers root) {
    Map<String, String> all = new HashMap<>(rows);
    FOR_ROOT.forEach(name -> root.row(name).ifPresent(row -> all.put(name, row)));
    return new DiagnosticAnswers(all, noise, complete);
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8).strip();
    } catch (IllegalArgumentException e) {
      return ""; // The row was cut off in the middle.
    }
  }
}
