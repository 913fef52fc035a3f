package dev.holdfast.cli.stack;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stacks of containers. */
@Command(
    name = "stack",
    header = "Deploy stacks of containers on servers.",
    description = {
      "%nA stack is a file that names tools, each of which runs in one hardened container.",
      "%nMore: docs/stacks.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast stack deploy shop.yaml env=prod --follow",
      "  ./holdfast stack rollback shop env=prod --follow"
    },
    subcommands = {
      StackDeployCommand.class,
      StackListCommand.class,
      StackShowCommand.class,
      StackHistoryCommand.class,
      StackRollbackCommand.class,
      StackRemoveCommand.class,
      StackToolsCommand.class,
      StackInitCommand.class,
      StackPinCommand.class
    })
public final class StackCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
