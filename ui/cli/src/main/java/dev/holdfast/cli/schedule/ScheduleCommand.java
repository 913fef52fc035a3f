package dev.holdfast.cli.schedule;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Operations that start by themselves. */
@Command(
    name = "schedule",
    header = "Start operations at set times, such as each night.",
    description = {
      "%nA schedule starts an operation of the catalogue with the rights that its owner has at that"
          + " time. It survives restarts: what was due while the platform was down is made up for,"
          + " as far as --catch-up says.",
      "%nWhere clocks change, a time that does not exist means the end of the gap, and of a time"
          + " that exists twice the first counts.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast schedule create nightly-check --operation lockdown \\",
      "    --selector env=prod --dry-run --cron '0 3 * * *' --zone Europe/Berlin",
      "  ./holdfast schedule list",
      "  ./holdfast schedule trigger nightly-check"
    },
    subcommands = {
      ScheduleCreateCommand.class,
      ScheduleListCommand.class,
      ScheduleShowCommand.class,
      SchedulePauseCommand.class,
      ScheduleResumeCommand.class,
      ScheduleTriggerCommand.class,
      ScheduleBackfillCommand.class,
      ScheduleDeleteCommand.class
    })
public final class ScheduleCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
