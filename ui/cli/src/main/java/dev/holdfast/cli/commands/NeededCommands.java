package dev.holdfast.cli.commands;

import dev.holdfast.cli.shell.CompleteCommand;
import dev.holdfast.cli.shell.CompletionCommand;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;

/**
 * The commands that one command line needs: making the models of all of them takes longer than most
 * commands do.
 */
public final class NeededCommands {
  private NeededCommands() {}

  /**
   * The command that the first argument names; all of them where there is none of that name.
   *
   * @param maker makes the commands whose names pass
   */
  public static CommandLine of(
      Function<Predicate<String>, CommandLine> maker, String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (first.equals(CompleteCommand.NAME)) {
      String typed = CompleteCommand.commandIn(arguments[arguments.length - 1]);
      return maker.apply(name -> name.equals(first) || name.equals(typed));
    }
    CommandLine one = maker.apply(first::equals);
    boolean aboutAll = first.equals(CompletionCommand.NAME);
    return one.getSubcommands().isEmpty() || aboutAll ? maker.apply(_ -> true) : one;
  }
}
