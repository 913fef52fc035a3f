package dev.holdfast.platform.policy;

import java.util.List;
import java.util.Random;

/**
 * Makes lines of shell from a grammar, and others by small changes to them. None of them names a
 * file outside the directory it is run in, or clears PATH.
 */
final class ShellLines {
  private static final String CHARACTERS = "'\"`$(){};&|<>#\n \t\\!*?[]~=-:%+,xm2";
  private static final int DEEPEST = 3;

  private final Random random;
  private final String path;
  private int functions;

  /**
   * @param path of the denied program
   */
  ShellLines(Random random, String path) {
    this.random = random;
    this.path = path;
  }

  String line() {
    return list(0);
  }

  /** A line with one to three characters that were removed, added or replaced. */
  String mutated() {
    String whole = line();
    while (whole.contains("() {") || whole.contains("while ")) {
      // Changed, these might call themselves or go on for ever.
      whole = line();
    }
    StringBuilder line = new StringBuilder(whole);
    for (int i = 1 + random.nextInt(3); i > 0 && line.length() > 1; i--) {
      int at = random.nextInt(line.length());
      char other = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
      // Slashes stay as they are: no other path may come out of it.
      boolean slash = line.charAt(at) == '/';
      switch (random.nextInt(3)) {
        case 0 -> {
          if (!slash) {
            line.deleteCharAt(at);
          }
        }
        case 1 -> line.insert(at, other);
        default -> {
          if (!slash) {
            line.setCharAt(at, other);
          }
        }
      }
    }
    return line.toString();
  }

  private String list(int depth) {
    StringBuilder list = new StringBuilder(command(depth));
    for (int i = random.nextInt(3); i > 0; i--) {
      list.append(
              one("; ", ";", " && ", "&&", " || ", "\n", " | ", " & ", "\n# it's a \"comment\n"))
          .append(command(depth));
    }
    return list.toString();
  }

  private String command(int depth) {
    if (depth >= DEEPEST) {
      return random.nextInt(3) == 0 ? denied() : benign(depth);
    }
    return switch (random.nextInt(18)) {
      case 0 -> "{ " + list(depth + 1) + one("; }", "\n}");
      case 1 -> "(" + list(depth + 1) + ")";
      case 2 -> "if " + command(depth + 1) + "; then " + list(depth + 1) + "\nfi";
      case 3 -> "if false\nthen :\nelse " + list(depth + 1) + "; fi";
      case 4 -> "for i in 1 " + word(depth) + "; do " + list(depth + 1) + "\ndone";
      case 5 ->
          "case "
              + word(depth)
              + " in a|'b') "
              + list(depth + 1)
              + " ;; *) "
              + list(depth + 1)
              + "\nesac";
      case 6 -> {
        String name = "f" + functions++;
        yield name + "() { " + list(depth + 1) + "\n}; " + name;
      }
      case 7 -> "! " + command(depth + 1);
      case 8 ->
          one("sh", "bash")
              + one(" -c ", " -ec ", " -c -- ", " -eo posix -c ")
              + quoted(list(depth + 1));
      case 9 -> "eval " + quoted(list(depth + 1));
      case 10 -> "trap " + quoted(list(depth + 1)) + " EXIT";
      case 11 ->
          one(
                  "env A=b ",
                  "env -u A ",
                  "nice -n 1 ",
                  "nice --adjustment 1 ",
                  "timeout -s KILL 1 ",
                  "timeout --signal KILL 1 ",
                  "setsid -w ",
                  "stdbuf -oL ",
                  "command ",
                  "exec ",
                  "A=b ",
                  "2>e ",
                  ">o A=b ",
                  "time -p ",
                  "nohup ")
              + simple(depth + 1);
      case 12 -> "echo a | xargs " + one("", "-n 1 ", "-I{} ") + simple(depth + 1);
      case 13 -> "find . -exec " + simple(depth + 1) + one(" {} \\;", " {} +", " ';'");
      case 14 ->
          "cat <<" + one("E\n", "'E'\n", "-E\n\t") + text(depth) + "\nE\n" + command(depth + 1);
      case 15 -> "while " + command(depth + 1) + "; do " + list(depth + 1) + "; break; done";
      default -> simple(depth);
    };
  }

  private String simple(int depth) {
    return random.nextInt(3) == 0 ? denied() : benign(depth);
  }

  private String denied() {
    return one(
        "rm x",
        "rm -f x",
        "'rm' x",
        "\"rm\" x",
        "r\"m\" x",
        "\\rm x",
        "r\\m x",
        "r''m x",
        path + " x",
        "$(echo rm) x",
        "`echo rm` x",
        "v=rm; $v x",
        "{rm,x}",
        "r{m,} x",
        "$'rm' x",
        "$'\\162m' x",
        "eval rm x",
        "ev\"\"al 'rm x'",
        "echo rm x | sh",
        "set -- rm x; \"$@\"",
        "echo 'rm x' >g; . ./g",
        "sh <<'E'\nrm x\nE\n",
        "cp " + path + " ./y; ./y x",
        "a='b[$(rm x)]'; echo $((a))",
        "a='b[$(rm x)]'; [[ $a -eq 1 ]]",
        "PS4='$(rm x)'; set -x; :",
        "BASH_ENV='$(rm x)' bash -c :",
        "unset 'b[$(rm x)]'",
        "printf -v 'b[$(rm x)]' x",
        "alias l=rm\nl x",
        "ls &>f rm x",
        "g() { \"$@\"; }; g rm x",
        "sed '1e rm x' " + path,
        "hash -p " + path + " l; l x");
  }

  private String benign(int depth) {
    return one("echo ", "true ", ": ", "printf '%s' ", "cat ", "[ a = ", "export A=", "test -n ")
        + word(depth)
        + one("", " ]", " 2>e", " >o", " # rm x", " &>o", " >>o 2>&1");
  }

  private String word(int depth) {
    boolean deeper = depth < DEEPEST;
    return switch (random.nextInt(16)) {
      case 0 -> "'rm x; rm'";
      case 1 -> "\"a " + text(depth) + " b\"";
      case 2 -> "$HOME";
      case 3 -> "${A:-b}";
      case 4 -> deeper ? "$(" + list(depth + 1) + one(")", "\n)") : "a";
      case 5 -> deeper ? "\"$(" + list(depth + 1) + ")\"" : "b";
      case 6 -> deeper ? "${A:-$(" + list(depth + 1) + ")}" : "c";
      case 7 -> "`" + (random.nextBoolean() ? "rm x" : "echo a") + "`";
      case 8 -> "\"`" + (random.nextBoolean() ? "rm x" : "echo a") + "`\"";
      case 9 -> "$((1 + (2 * 3)))";
      case 10 -> "a\\ b\\;rm";
      case 11 -> "*.c";
      case 12 -> "\"it's\"";
      case 13 -> "'a\"b'";
      case 14 -> deeper ? "\"${A#\"$(" + list(depth + 1) + ")\"}\"" : "d";
      default -> "x";
    };
  }

  private String text(int depth) {
    return one("rm x", "it's", "$HOME", "\\$(rm x)", "a;b", "\\\"", "#", "`echo a`", "`rm x`")
        + (depth < DEEPEST && random.nextInt(3) == 0 ? " $(" + list(depth + 1) + ")" : "");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private String one(String... choices) {
    return List.of(choices).get(random.nextInt(choices.length));
  }
}
