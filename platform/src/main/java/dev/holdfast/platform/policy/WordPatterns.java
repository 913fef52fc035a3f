package dev.holdfast.platform.policy;

import dev.holdfast.platform.policy.CommandReading.Seen;
import dev.holdfast.platform.policy.Matching.Answer;
import dev.holdfast.platform.policy.shell.Word;
import java.util.List;

/** Compares the words of a rule with those of a command that may be known in part only. */
final class WordPatterns {
  private WordPatterns() {}

  /**
   * A word of a rule.
   *
   * @param wildcards whether {@code *} and {@code ?} have a meaning in it
   */
  record Wanted(String text, boolean wildcards) {
    boolean isAny() {
      return wildcards && text.equals("*");
    }

    boolean isFixed() {
      return !wildcards || (text.indexOf('*') < 0 && text.indexOf('?') < 0);
    }

    Answer match(String word) {
      return (wildcards ? Wildcards.match(text, word) : text.equals(word)) ? Answer.YES : Answer.NO;
    }
  }

  static Wanted literal(String text) {
    return new Wanted(text, false);
  }

  static Wanted wildcards(String text) {
    return new Wanted(text, true);
  }

  /**
   * Whether the command has these words.
   *
   * @param open whether more may follow
   */
  static Answer match(List<Wanted> wanted, boolean open, Seen seen) {
    Answer answer = program(wanted.getFirst(), seen);
    List<Word> words = seen.words();
    for (int i = 1; answer != Answer.NO; i++) {
      if (i == wanted.size() && open) {
        return answer;
      }
      if (i >= words.size()) {
        return i == wanted.size() ? answer : Answer.NO;
      }
      Word word = words.get(i);
      if (word.splits()) {
        // From here on any word may be anywhere, or be missing.
        boolean fits =
            i >= wanted.size() || word.start().isEmpty() || fits(wanted.get(i), word.start());
        boolean certain = open && i == wanted.size() - 1 && wanted.get(i).isAny() && word.alike();
        return certain ? answer : fits ? Answer.MAYBE : Answer.NO;
      }
      if (i >= wanted.size()) {
        return allMayVanish(words.subList(i, words.size())) ? Answer.MAYBE : Answer.NO;
      }
      answer = both(answer, one(wanted.get(i), word));
    }
    return answer;
  }

  private static boolean allMayVanish(List<Word> words) {
    return words.stream().allMatch(Word::splits);
  }

  private static Answer one(Wanted wanted, Word word) {
    if (word.known()) {
      return wanted.match(word.start());
    }
    return wanted.isAny() ? Answer.YES : fits(wanted, word.start()) ? Answer.MAYBE : Answer.NO;
  }

  /** Whether a word that begins like this may be wanted. */
  private static boolean fits(Wanted wanted, String start) {
    String text = wanted.text();
    for (int i = 0; i < start.length(); i++) {
      if (i == text.length()) {
        return false;
      }
      char c = text.charAt(i);
      if (wanted.wildcards() && c == '*') {
        return true;
      }
      if (c != start.charAt(i) && !(wanted.wildcards() && c == '?')) {
        return false;
      }
    }
    return true;
  }

  /** A program is the same by whatever path it is called. */
  private static Answer program(Wanted wanted, Seen seen) {
    String text = wanted.text();
    Wanted name = new Wanted(text.substring(text.lastIndexOf('/') + 1), wanted.wildcards());
    if (text.indexOf('/') < 0 || name.isFixed()) {
      return name.match(seen.program());
    }
    Word word = seen.words().getFirst();
    if (!word.known()) {
      return name.match(seen.program()) == Answer.NO ? Answer.NO : Answer.MAYBE;
    }
    if (wanted.match(normalised(word.start())) == Answer.YES) {
      return Answer.YES;
    }
    boolean relative = word.start().indexOf('/') > 0;
    return relative && name.match(seen.program()) == Answer.YES ? Answer.MAYBE : Answer.NO;
  }

  private static String normalised(String path) {
    return path.startsWith("/") ? java.nio.file.Path.of(path).normalize().toString() : path;
  }

  private static Answer both(Answer one, Answer other) {
    return one == Answer.NO || other == Answer.NO
        ? Answer.NO
        : one == Answer.MAYBE || other == Answer.MAYBE ? Answer.MAYBE : Answer.YES;
  }
}
