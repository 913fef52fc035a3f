package dev.holdfast.platform.policy;

import dev.holdfast.schemas.command.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The commands that can be seen in a command, for rules that deny. */
final class Unwrapped {
  private static final int DEEPEST = 8;
  private static final int MOST = 10_000;
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh");
  private static final Set<String> ROOT = Set.of("sudo", "su", "doas", "pkexec", "run0", "runuser");

  /** Programs that run another: the options that take a value, and the words before the command. */
  private static final Map<String, Wrapper> WRAPPERS =
      Map.ofEntries(
          Map.entry("sudo", new Wrapper("ugpCDRTrthU", 0)),
          Map.entry("doas", new Wrapper("uC", 0)),
          Map.entry("pkexec", new Wrapper("", 0)),
          Map.entry("run0", new Wrapper("ugD", 0)),
          Map.entry("runuser", new Wrapper("ugG", 0)),
          Map.entry("env", new Wrapper("uCS", 0)),
          Map.entry("nice", new Wrapper("n", 0)),
          Map.entry("ionice", new Wrapper("cnp", 0)),
          Map.entry("nohup", new Wrapper("", 0)),
          Map.entry("setsid", new Wrapper("", 0)),
          Map.entry("stdbuf", new Wrapper("ioe", 0)),
          Map.entry("time", new Wrapper("fo", 0)),
          Map.entry("timeout", new Wrapper("ks", 1)),
          Map.entry("chroot", new Wrapper("", 1)),
          Map.entry("xargs", new Wrapper("InLPsdEa", 0)),
          Map.entry("exec", new Wrapper("a", 0)),
          Map.entry("command", new Wrapper("", 0)),
          Map.entry("eval", new Wrapper("", 0)),
          Map.entry("busybox", new Wrapper("", 0)));

  private record Wrapper(String valued, int words) {}

  private Unwrapped() {}

  /** The command itself and every command that it visibly starts, to a bounded depth. */
  static List<Invocation> all(Invocation invocation) {
    List<Invocation> found = new ArrayList<>();
    collect(invocation, DEEPEST, found);
    return found;
  }

  /** Whether it visibly becomes root by itself. */
  static boolean becomesRoot(Invocation invocation) {
    return all(invocation).stream()
        .anyMatch(seen ->
            seen instanceof Invocation.Words(List<String> argv)
                && ROOT.contains(program(argv.getFirst())));
  }

  /** The same words with the program's name alone. */
  static List<String> withoutPath(List<String> argv) {
    List<String> bare = new ArrayList<>(argv);
    bare.set(0, program(argv.getFirst()));
    return bare;
  }

  private static void collect(Invocation invocation, int depth, List<Invocation> found) {
    if (found.size() >= MOST) {
      return;
    }
    found.add(invocation);
    if (depth == 0) {
      return;
    }
    switch (invocation) {
      case Invocation.Words(List<String> argv) -> inside(argv, depth - 1, found);
      case Invocation.Script(String interpreter, String text) -> {
        if (SHELLS.contains(program(interpreter))) {
          ShellText.commands(text)
              .forEach(argv -> collect(new Invocation.Words(argv), depth - 1, found));
        }
      }
    }
  }

  private static void inside(List<String> argv, int depth, List<Invocation> found) {
    String program = program(argv.getFirst());
    if (SHELLS.contains(program) || program.equals("su") || program.equals("runuser")) {
      textOfShell(program, argv, depth, found);
    }
    Wrapper wrapper = WRAPPERS.get(program);
    if (wrapper == null) {
      return;
    }
    int next = command(argv, wrapper);
    if (next < argv.size() && !argv.get(next).isEmpty()) {
      List<String> inner = argv.subList(next, argv.size());
      collect(
          program.equals("eval") && inner.size() == 1 && !Invocation.isPlain(inner.getFirst())
              ? new Invocation.Script("sh", inner.getFirst())
              : new Invocation.Words(inner),
          depth,
          found);
    }
  }

  /** What follows {@code -c}, also in {@code -ec}. */
  private static void textOfShell(
      String program, List<String> argv, int depth, List<Invocation> found) {
    for (int i = 1; i + 1 < argv.size(); i++) {
      String option = argv.get(i);
      if (option.equals("--command") || option.matches("-[A-Za-z]*c[A-Za-z]*")) {
        if (!argv.get(i + 1).isBlank()) {
          String shell = SHELLS.contains(program) ? program : "sh";
          collect(new Invocation.Script(shell, argv.get(i + 1)), depth, found);
        }
        return;
      }
    }
  }

  /** Where the command begins, behind options, their values, assignments and fixed words. */
  private static int command(List<String> argv, Wrapper wrapper) {
    int left = wrapper.words();
    int i = 1;
    while (i < argv.size()) {
      String word = argv.get(i);
      if (word.equals("--")) {
        i++;
      } else if (word.length() > 1 && word.startsWith("-")) {
        boolean valued = word.length() == 2 && wrapper.valued().indexOf(word.charAt(1)) >= 0;
        i += valued ? 2 : 1;
      } else if (word.matches("[A-Za-z_]\\w*=(?s:.*)")) {
        i++;
      } else if (left > 0) {
        left--;
        i++;
      } else {
        break;
      }
    }
    return i;
  }

  private static String program(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
