package dev.holdfast.cli.operation;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Everything about operations that were started. */
@Command(
    name = "ops",
    header = "List, inspect, follow and steer operations.",
    description =
        "%nEvery execution of an operation has an id, op-..., that these commands take.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast ops list --state running",
      "  ./holdfast ops show op-01 --follow",
      "  ./holdfast ops plan op-01",
      "  ./holdfast ops explain op-01",
      "  ./holdfast ops retry op-01 --server web-7",
      "  ./holdfast ops cancel op-01",
      "  ./holdfast ops undo op-01 --follow",
      "  ./holdfast ops rerun op-01 --failed --follow"
    },
    subcommands = {
      OpsListCommand.class,
      OpsShowCommand.class,
      OpsServersCommand.class,
      OpsLogsCommand.class,
      OpsPlanCommand.class,
      OpsChangesCommand.class,
      OpsUndoCommand.class,
      OpsRerunCommand.class,
      OpsExplainCommand.class,
      OpsPauseCommand.class,
      OpsResumeCommand.class,
      OpsConcurrencyCommand.class,
      OpsWindowCommand.class,
      OpsRetryCommand.class,
      OpsFixCommand.class,
      OpsSkipCommand.class,
      OpsCancelCommand.class
    })
public final class OpsCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
