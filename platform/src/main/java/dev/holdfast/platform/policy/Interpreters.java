package dev.holdfast.platform.policy;

import dev.holdfast.platform.policy.shell.Unreadable;
import dev.holdfast.platform.policy.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Programs that run what is written in a language of their own. */
final class Interpreters {
  private static final Pattern NAMES =
      Pattern.compile(
          "(perl|python|pypy|ruby|node|nodejs|php|lua|luajit|tclsh|wish|Rscript|groovy|jshell|guile|deno"
              + "|bun|sbcl|erl|elixir|m4|bc|dc|gnuplot|octave|jq)[0-9.]*");

  /** Those that only compute. */
  private static final Pattern CALCULATORS = Pattern.compile("jq|bc");

  private static final Pattern PYTHON_FLAGS = Pattern.compile("-[uBEsIOq]+");
  private static final Pattern PERL_FLAGS = Pattern.compile("-[wT]+");
  private static final Pattern MODULES =
      Pattern.compile("venv|pip|json\\.tool|http\\.server|compileall|ensurepip");

  /** What makes a program of awk start another. */
  private static final Pattern AWK =
      Pattern.compile("(?s).*(\\bsystem\\s*\\(|\\||\\bgetline\\b|@).*");

  private static final Options AWK_OPTIONS =
      new Options("F: v: field-separator: assign: version. help.");

  private static final Options SED_OPTIONS =
      new Options(
          "n r E s u z i= e: f! l: quiet silent regexp-extended null-data separate unbuffered posix"
              + " debug in-place= expression: file! line-length: follow-symlinks sandbox help."
              + " version.");

  private Interpreters() {}

  static boolean isOne(String program) {
    return NAMES.matcher(program).matches() && !CALCULATORS.matcher(program).matches();
  }

  /**
   * The script on the server that is run; the program itself if none is.
   *
   * @throws Unreadable if it is anything else than a script by its name
   */
  static String file(String program, List<Word> words) throws Unreadable {
    for (int i = 1; i < words.size(); i++) {
      Word word = words.get(i);
      if (word.is("--version") || word.is("-V") || word.is("--help")) {
        return program;
      }
      boolean module =
          program.startsWith("python")
              && word.is("-m")
              && i + 1 < words.size()
              && words.get(i + 1).known()
              && MODULES.matcher(words.get(i + 1).start()).matches();
      if (module) {
        return program;
      }
      if (!word.known() || !isFlag(program, word.start())) {
        return file(program, word);
      }
    }
    throw code(program);
  }

  private static boolean isFlag(String program, String word) {
    return (program.startsWith("python") && PYTHON_FLAGS.matcher(word).matches())
        || (program.startsWith("perl") && PERL_FLAGS.matcher(word).matches());
  }

  /** The script that this word names. */
  static String file(String program, Word word) throws Unreadable {
    String path = word.start();
    boolean plain =
        word.known()
            && !path.isEmpty()
            && !path.startsWith("-")
            && !path.matches("/*(dev|proc)/.*|.*/\\.\\./.*(dev|proc|fd|self)/.*");
    if (!plain) {
      throw code(program);
    }
    return path.indexOf('/') < 0 ? "./" + path : path;
  }

  private static Unreadable code(String program) {
    return new Unreadable(
        "what '%s' is to run; only a script on the server, by its name, is let pass"
            .formatted(program));
  }

  static void awk(String program, List<Word> words) throws Unreadable {
    Options.Read read = AWK_OPTIONS.read(program, words, 1);
    if (read.nothing() || read.next() >= words.size()) {
      return;
    }
    Word text = words.get(read.next());
    if (!text.known() || AWK.matcher(text.start().replace("||", "")).matches()) {
      throw new Unreadable(
          "a program of '%s' that may run other commands, or that only the shell knows"
              .formatted(program));
    }
  }

  static void sed(String program, List<Word> words) throws Unreadable {
    Options.Permuted all = SED_OPTIONS.readAll(program, words);
    List<Word> scripts = new ArrayList<>();
    scripts.addAll(all.read().values().getOrDefault("e", List.of()));
    scripts.addAll(all.read().values().getOrDefault("expression", List.of()));
    if (scripts.isEmpty() && !all.operands().isEmpty()) {
      scripts.add(all.operands().getFirst());
    }
    for (Word script : scripts) {
      if (!script.known() || !SedScript.isHarmless(script.start())) {
        throw new Unreadable(
            "a script of '%s' with more than simple commands, or that only the shell knows"
                .formatted(program));
      }
    }
  }
}
