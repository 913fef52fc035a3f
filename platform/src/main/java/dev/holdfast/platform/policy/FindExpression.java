package dev.holdfast.platform.policy;

import dev.holdfast.platform.policy.Unwrapping.Place;
import dev.holdfast.platform.policy.shell.Unreadable;
import dev.holdfast.platform.policy.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The commands that {@code find} starts. */
final class FindExpression {
  private static final Set<String> EXECUTES = Set.of("-exec", "-execdir", "-ok", "-okdir");

  private final Unwrapping unwrapping;
  private final List<Word> words;
  private final Place place;

  FindExpression(Unwrapping unwrapping, List<Word> words, Place place) {
    this.unwrapping = unwrapping;
    this.words = words;
    this.place = place;
  }

  void read() throws Unreadable {
    int i = 1;
    while (i < words.size()) {
      Word word = words.get(i++);
      if (!word.known() && word.mayBeOption()) {
        throw new Unreadable(
            "an argument of 'find' that only the shell knows and that may be -exec or -delete");
      }
      if (word.is("-delete")) {
        // What a rule says about rm is meant for this, too.
        unwrapping.seen("rm", List.of(Word.of("rm"), Word.unknownWords()), place);
      } else if (word.known() && EXECUTES.contains(word.start())) {
        i = command(i);
      }
    }
  }

  private int command(int from) throws Unreadable {
    List<Word> command = new ArrayList<>();
    int i = from;
    while (i < words.size() && !words.get(i).is(";")) {
      if (words.get(i).is("+") && words.get(i - 1).is("{}")) {
        break;
      }
      Word word = words.get(i++);
      command.add(replaced(word, "{}"));
    }
    if (command.isEmpty()) {
      throw new Unreadable("'find -exec' without a command");
    }
    unwrapping.command(command, place.inside(false));
    return i + 1;
  }

  /** The word once something unknown has come in the place of a mark. */
  static Word replaced(Word word, String mark) {
    int at = word.start().indexOf(mark);
    if (at < 0 && word.end().indexOf(mark) < 0) {
      return word;
    }
    return word.splits()
        ? Word.unknownWords()
        : Word.startingWith(at < 0 ? word.start() : word.start().substring(0, at));
  }
}
