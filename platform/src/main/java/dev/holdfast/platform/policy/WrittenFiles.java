package dev.holdfast.platform.policy;

import dev.holdfast.platform.policy.shell.Word;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files that a command writes, and those that it runs: what is both was not there to be judged. */
final class WrittenFiles {
  private static final Set<String> WRITERS =
      Set.of(
          "tee", "cp", "mv", "ln", "install", "dd", "curl", "wget", "chmod", "rsync", "scp", "link",
          "symlink");

  private final Map<String, String> written = new HashMap<>();
  private final Set<String> run = new HashSet<>();

  void written(String path) {
    written.put(Unwrapping.baseName(path), path);
  }

  void run(String path) {
    run.add(path);
  }

  void arguments(String program, List<Word> words) {
    if (WRITERS.contains(program)) {
      for (Word word : words.subList(1, words.size())) {
        if (word.known()) {
          String text = word.start();
          written(text.substring(text.indexOf('=') + 1));
        }
      }
    }
  }

  Optional<String> doubt() {
    for (String path : run) {
      String other = written.get(Unwrapping.baseName(path));
      // A program without a path is looked for where programs are.
      boolean same =
          other != null
              && (path.indexOf('/') >= 0 || other.matches("(.*/)?s?bin/.*"))
              && !other.equals("/dev/null");
      if (same) {
        return Optional.of("'%s', which it writes and then runs".formatted(path));
      }
    }
    return Optional.empty();
  }
}
