package dev.holdfast.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command line that is being typed.
 *
 * @param word its last word, which is to be completed
 */
record TypedLine(Wanted wanted, String word) {
  private static final Set<String> ABOUT_SERVERS = Set.of("server", "ssh", "mount");

  /** What the last word is to name. */
  enum Wanted {
    NOTHING,
    SELECTOR,
    SERVER,
    LABEL,
    OPERATION,
    TYPE,
    STATE
  }

  static TypedLine of(String line, CommandSpec root) {
    List<String> words = new ArrayList<>(List.of(line.stripLeading().split(" +", -1)));
    String word = words.removeLast();
    CommandSpec command = root;
    int position = 0;
    @Nullable ArgSpec next = null;
    for (int i = 1; i < words.size(); i++) {
      String before = words.get(i);
      CommandLine sub = command.subcommands().get(before);
      if (next != null) {
        next = null;
      } else if (before.equals("--")) {
        return new TypedLine(Wanted.NOTHING, word);
      } else if (before.startsWith("-")) {
        next = option(command, before);
      } else if (sub != null && position == 0) {
        command = sub.getCommandSpec();
      } else {
        position++;
      }
    }
    if (next == null && word.startsWith("-")) {
      return new TypedLine(Wanted.NOTHING, word);
    }
    ArgSpec argument = next == null ? positional(command, position) : next;
    return new TypedLine(argument == null ? Wanted.NOTHING : wanted(argument, command), word);
  }

  /** The option that takes the word after it; null for one that takes none. */
  private static @Nullable OptionSpec option(CommandSpec command, String name) {
    OptionSpec option = command.findOption(name);
    return option == null || option.arity().max() == 0 ? null : option;
  }

  private static @Nullable PositionalParamSpec positional(CommandSpec command, int position) {
    return command.positionalParameters().stream()
        .filter(parameter -> parameter.index().contains(position))
        .findFirst()
        .orElse(null);
  }

  private static Wanted wanted(ArgSpec argument, CommandSpec command) {
    return switch (argument.paramLabel()) {
      case "SELECTOR" -> Wanted.SELECTOR;
      case "STATE" -> Wanted.STATE;
      case "OPERATION" -> Wanted.TYPE;
      case "ID" -> command.qualifiedName().contains(" policy ") ? Wanted.NOTHING : Wanted.OPERATION;
      case "NAME" -> aServer(argument, command) ? Wanted.SERVER : Wanted.NOTHING;
      case "k=v" -> command.name().equals("list") ? Wanted.LABEL : Wanted.NOTHING;
      default -> Wanted.NOTHING;
    };
  }

  private static boolean aServer(ArgSpec argument, CommandSpec command) {
    if (argument instanceof OptionSpec option) {
      return List.of(option.names()).contains("--server");
    }
    CommandSpec top = command;
    while (top.parent() != null && top.parent().parent() != null) {
      top = top.parent();
    }
    return ABOUT_SERVERS.contains(top.name()) && !command.name().equals("add");
  }
}
