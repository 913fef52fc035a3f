package dev.holdfast.activities.ssh;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** The one function that turns arguments into a POSIX shell's words. */
public final class Quoting {

  private Quoting() {}

  /**
   * The argument as one word of a POSIX shell, whatever characters it holds.
   *
   * @throws IllegalArgumentException if it holds NUL, which no argument can
   */
  public static String quote(String argument) {
    if (argument.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a command's argument cannot hold the character NUL");
    }
    StringBuilder word = new StringBuilder("'");
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      // Nothing is special between single quotes; a single quote itself has to stand outside of
      // them, and for the shell fish, a login shell that reads our lines, a backslash too.
      if (c == '\'' || c == '\\') {
        word.append("'\\").append(c).append('\'');
      } else {
        word.append(c);
      }
    }
    return word.append('\'').toString();
  }

  /** The arguments as words with spaces between. */
  public static String quote(Collection<String> arguments) {
    return arguments.stream().map(Quoting::quote).collect(Collectors.joining(" "));
  }

  /** The arguments as words with spaces between. */
  public static String words(String... arguments) {
    return quote(Arrays.asList(arguments));
  }
}
