package dev.holdfast.platform.policy;

import dev.holdfast.platform.policy.shell.Unreadable;
import dev.holdfast.platform.policy.shell.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a shell is told to run: exactly one of the two.
 *
 * @param text behind {@code -c}
 * @param file a script on the server
 */
record ShellArguments(@Nullable Word text, @Nullable String file) {
  private static final String FLAGS = "abefhlmnpuvxBCEHPT";
  private static final String LONG = "--(norc|noprofile|login|posix|verbose|restricted)";

  static ShellArguments read(String program, List<Word> words) throws Unreadable {
    boolean text = false;
    int i = 1;
    while (i < words.size()) {
      Word word = words.get(i);
      if (!word.known() && word.mayBeOption()) {
        throw new Unreadable(
            "an argument of '%s' that only the shell knows and that may be an option"
                .formatted(program));
      }
      String option = word.start();
      if (option.equals("--") || option.equals("-")) {
        i++;
        break;
      }
      if (option.length() < 2 || "-+".indexOf(option.charAt(0)) < 0) {
        break;
      }
      if (option.matches(LONG)) {
        i++;
        continue;
      }
      i += 1 + values(program, option);
      text |= option.charAt(0) == '-' && option.indexOf('c') > 0;
    }
    if (i >= words.size()) {
      throw new Unreadable("'%s' that reads commands from its input; use -c".formatted(program));
    }
    return text
        ? new ShellArguments(words.get(i), null)
        : new ShellArguments(null, Interpreters.file(program, words.get(i)));
  }

  /** How many values follow these letters. */
  private static int values(String program, String option) throws Unreadable {
    int values = 0;
    for (char c : option.substring(1).toCharArray()) {
      if (c == 'o') {
        values++;
      } else if (c != 'c' && FLAGS.indexOf(c) < 0) {
        throw new Unreadable(
            "'%s %s', an option that the policy does not look at".formatted(program, option));
      }
    }
    return values;
  }
}
