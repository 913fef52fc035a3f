package dev.holdfast.cli.runbook;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Operations made of operations. */
@Command(
    name = "runbook",
    header = "Make operations of your own out of operations.",
    description = {
      "%nA runbook is a YAML file: steps that start operations one after the other or at the same"
          + " time, with inputs, conditions, retries and approvals. ./holdfast run NAME starts it as"
          + " any operation; what dies on the way does no harm.",
      "%nIts steps run with the rights of whoever starts it.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast runbook validate restart-web.yaml",
      "  ./holdfast runbook add restart-web.yaml",
      "  ./holdfast run restart-web env=prod --set unit=nginx --follow"
    },
    subcommands = {
      RunbookValidateCommand.class,
      RunbookAddCommand.class,
      RunbookListCommand.class,
      RunbookShowCommand.class,
      RunbookRemoveCommand.class
    })
public final class RunbookCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
