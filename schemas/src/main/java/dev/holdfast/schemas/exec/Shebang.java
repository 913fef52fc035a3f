package dev.holdfast.schemas.exec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a script that names what reads it, as the kernel takes it: a program and one
 * argument, whatever blanks that holds.
 *
 * @param words one or two
 */
record Shebang(List<String> words) {
  private static final Pattern LINE =
      Pattern.compile("#![ \\t]*([^ \\t\\r\\n]+)[ \\t]*([^\\r\\n]*?)[ \\t\\r]*(?:\\n|$)");
  private static final Pattern PROGRAMS = Pattern.compile("/(?:usr/(?:local/)?)?s?bin/([^/]+)");

  /** What {@code env} is told before the program's name: options and variables. */
  private static final Pattern BEFORE_NAME =
      Pattern.compile("(?:-S[ \\t]*|-[^ \\t]*[ \\t]+|[^ \\t=]+=[^ \\t]*[ \\t]+)*([^ \\t]+).*");

  static Optional<Shebang> of(String script) {
    Matcher line = LINE.matcher(script);
    if (!line.lookingAt()) {
      return Optional.empty();
    }
    String program = line.group(1);
    String argument = line.group(2);
    return Optional.of(
        new Shebang(argument.isEmpty() ? List.of(program) : List.of(program, argument)));
  }

  /** The name of the program, without a directory where all programs are; behind {@code env}. */
  String program() {
    String name = named(words.getFirst());
    if (name.equals("env") && words.size() == 2) {
      Matcher argument = BEFORE_NAME.matcher(words.get(1));
      return argument.matches() ? named(argument.group(1)) : name;
    }
    return name;
  }

  private static String named(String path) {
    Matcher program = PROGRAMS.matcher(path);
    return program.matches() ? program.group(1) : path;
  }
}
