package dev.holdfast.platform.policy.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has been found so far in a text and in the texts inside it. */
final class ShellFindings {
  private static final int MOST = 20_000;

  private final List<SimpleCommand> commands = new ArrayList<>();
  private final Set<String> written = new HashSet<>();
  private final Set<String> counted = new HashSet<>();
  private final Map<String, Boolean> numbers = new HashMap<>();

  void command(SimpleCommand command) throws Unreadable {
    if (commands.size() == MOST) {
      throw new Unreadable("it has more than " + MOST + " commands; run it in parts");
    }
    commands.add(command);
  }

  void written(Word file) {
    if (file.known()) {
      written.add(file.start());
    }
  }

  /** A variable gets a value, which is certainly a number or not. */
  void assigned(String variable, boolean number) {
    numbers.merge(variable, number, Boolean::logicalAnd);
  }

  /** A variable's value is evaluated as arithmetic. */
  void counted(String variable) {
    counted.add(variable);
  }

  /** Bash runs commands that stand in the value of a variable used in arithmetic. */
  void checkArithmetic() throws Unreadable {
    for (String variable : counted) {
      if (!numbers.getOrDefault(variable, false)) {
        throw new Unreadable(
            "arithmetic with $%s, whose value is not a number written in the command itself"
                .formatted(variable));
      }
    }
  }

  List<SimpleCommand> commands() {
    return commands;
  }

  Set<String> written() {
    return written;
  }

  Set<String> counted() {
    return counted;
  }
}
