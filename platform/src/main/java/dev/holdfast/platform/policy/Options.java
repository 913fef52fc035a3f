package dev.holdfast.platform.policy;

import dev.holdfast.platform.policy.shell.Unreadable;
import dev.holdfast.platform.policy.shell.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options that a program knows, and what each means for the command that it starts.
 *
 * <p>Written as {@code getopt} does, one after the other: a letter or a long name, then nothing for
 * a flag, {@code :} for one with a value, {@code =} for one whose value is attached or missing,
 * {@code %} for one whose value is a line for the shell, {@code .} for one with which nothing is
 * started, {@code !} for one that starts or changes more than the policy looks at.
 */
final class Options {
  private final Map<String, Character> known = new HashMap<>();

  Options(String options) {
    for (String option : options.isBlank() ? new String[0] : options.strip().split("\\s+")) {
      char last = option.charAt(option.length() - 1);
      boolean marked = ":=%.!".indexOf(last) >= 0;
      String name = marked ? option.substring(0, option.length() - 1) : option;
      char kind = marked ? last : ' ';
      known.put(name, kind);
    }
  }

  /**
   * What stands before the command.
   *
   * @param next where the first word is that is no option
   * @param shell the line for the shell; null if there is none
   * @param nothing whether no command is started
   * @param values of the options that have one, by their name
   */
  record Read(int next, @Nullable Word shell, boolean nothing, Map<String, List<Word>> values) {}

  /**
   * What the words are of a program that takes options anywhere.
   *
   * @param operands the words that are none
   */
  record Permuted(List<Word> operands, Read read) {}

  /** Reads options that stand anywhere. */
  Permuted readAll(String program, List<Word> words) throws Unreadable {
    List<Word> operands = new ArrayList<>();
    Map<String, List<Word>> values = new HashMap<>();
    int i = 1;
    while (i < words.size()) {
      Read read = read(program, words, i);
      read.values().forEach((name, list) -> list.forEach(value -> add(values, name, value)));
      boolean ended = read.next() > i && words.get(read.next() - 1).is("--");
      i = read.next();
      do {
        if (i < words.size()) {
          operands.add(words.get(i++));
        }
      } while (ended && i < words.size());
    }
    return new Permuted(operands, result(i, values));
  }

  /** Reads the options that begin at a word. */
  Read read(String program, List<Word> words, int from) throws Unreadable {
    Map<String, List<Word>> values = new HashMap<>();
    int i = from;
    while (i < words.size()) {
      Word word = words.get(i);
      if (!word.known() && word.mayBeOption()) {
        throw new Unreadable(
            "an argument of '%s' that only the shell knows and that may be an option"
                .formatted(program));
      }
      if (word.is("--")) {
        i++;
        break;
      }
      if (word.start().length() < 2 || word.start().charAt(0) != '-') {
        break;
      }
      if (!word.known()) {
        i = partly(program, word, i);
        continue;
      }
      i =
          word.start().startsWith("--")
              ? longOption(program, words, i, values)
              : letters(program, words, i, values);
    }
    return result(i, values);
  }

  private Read result(int next, Map<String, List<Word>> values) {
    return new Read(next, first(values, '%'), !valuesOf(values, '.').isEmpty(), values);
  }

  private @Nullable Word first(Map<String, List<Word>> values, char kind) {
    List<Word> found = valuesOf(values, kind);
    return found.isEmpty() ? null : found.getFirst();
  }

  private List<Word> valuesOf(Map<String, List<Word>> values, char kind) {
    List<Word> found = new ArrayList<>();
    values.forEach((name, list) -> {
      if (known.getOrDefault(name, ' ') == kind) {
        found.addAll(list);
      }
    });
    return found;
  }

  /** {@code --name="$value"}: the name is there, the value is not. */
  private int partly(String program, Word word, int at) throws Unreadable {
    int equals = word.start().indexOf('=');
    if (word.start().startsWith("--") && equals > 0 && !word.splits()) {
      String name = resolve(program, word.start().substring(2, equals));
      if (":=".indexOf(known.getOrDefault(name, ' ')) >= 0) {
        return at + 1;
      }
    }
    throw new Unreadable(
        "an option of '%s' that only the shell knows: %s".formatted(program, word.text()));
  }

  private int longOption(String program, List<Word> words, int at, Map<String, List<Word>> values)
      throws Unreadable {
    String text = words.get(at).start().substring(2);
    int equals = text.indexOf('=');
    String name = resolve(program, equals < 0 ? text : text.substring(0, equals));
    char kind = known.getOrDefault(name, ' ');
    refuse(program, "--" + name, kind);
    if (equals >= 0) {
      add(values, name, Word.of(text.substring(equals + 1)));
      return at + 1;
    }
    if (kind == ':' || kind == '%') {
      add(values, name, value(program, "--" + name, words, at + 1));
      return at + 2;
    }
    add(values, name, Word.of(""));
    return at + 1;
  }

  /** The whole name of a long option, which may be shortened where that is unique. */
  private String resolve(String program, String name) throws Unreadable {
    if (name.length() > 1 && known.containsKey(name)) {
      return name;
    }
    List<String> fitting =
        known.keySet().stream().filter(k -> k.length() > 1 && k.startsWith(name)).toList();
    if (fitting.size() != 1) {
      throw unknown(program, "--" + name);
    }
    return fitting.getFirst();
  }

  private int letters(String program, List<Word> words, int at, Map<String, List<Word>> values)
      throws Unreadable {
    String text = words.get(at).start();
    if (known.containsKey("-digits") && text.matches("-[-+]?[0-9]+")) {
      return at + 1;
    }
    for (int i = 1; i < text.length(); i++) {
      String name = text.substring(i, i + 1);
      Character kind = known.get(name);
      if (kind == null) {
        throw unknown(program, "-" + name);
      }
      refuse(program, "-" + name, kind);
      String rest = text.substring(i + 1);
      if (kind == ':' || kind == '%') {
        boolean attached = !rest.isEmpty();
        add(values, name, attached ? Word.of(rest) : value(program, "-" + name, words, at + 1));
        return attached ? at + 1 : at + 2;
      }
      add(values, name, Word.of(kind == '=' ? rest : ""));
      if (kind == '=') {
        return at + 1;
      }
    }
    return at + 1;
  }

  private static Word value(String program, String option, List<Word> words, int at)
      throws Unreadable {
    if (at >= words.size() || words.get(at).splits()) {
      throw new Unreadable(
          "the value of '%s %s', which only the shell knows; quote it".formatted(program, option));
    }
    return words.get(at);
  }

  private static void add(Map<String, List<Word>> values, String name, Word value) {
    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  private static void refuse(String program, String option, char kind) throws Unreadable {
    if (kind == '!') {
      throw new Unreadable("'%s %s', which may run other commands".formatted(program, option));
    }
  }

  private static Unreadable unknown(String program, String option) {
    return new Unreadable(
        "'%s %s', an option that the policy does not know".formatted(program, option));
  }
}
