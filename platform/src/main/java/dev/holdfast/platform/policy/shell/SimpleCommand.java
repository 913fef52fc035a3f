package dev.holdfast.platform.policy.shell;

import java.util.List;

/**
 * A program or builtin with its arguments.
 *
 * @param words empty where there are only assignments or redirections
 * @param assigned the names of the variables that are set before it
 */
public record SimpleCommand(List<Word> words, List<String> assigned) {
  public SimpleCommand {
    words = List.copyOf(words);
    assigned = List.copyOf(assigned);
  }
}
