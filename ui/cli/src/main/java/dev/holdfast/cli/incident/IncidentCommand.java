package dev.holdfast.cli.incident;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What has happened, until it is resolved. */
@Command(
    name = "incident",
    header = "Handle what has happened until it is resolved.",
    description = {
      "%nAn incident has a kind and a subject, such as disk-full of web-1, and lasts until somebody"
          + " closes it. While it is open, every signal (./holdfast signal) for the same kind and"
          + " subject goes into its timeline, and no second one is opened.",
      "%nIt keeps its severity, owner, notes, tasks, evidence and the operations that were started for"
          + " it. It can be read at any time, also while no worker runs.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast incident open disk-full --subject web-1 --severity high",
      "  ./holdfast incident note op-01 'The log of the application has filled it.'",
      "  ./holdfast incident run op-01 exec web-1 --set shell='df -h'",
      "  ./holdfast incident close op-01 --reason 'Logs are rotated now.'"
    },
    subcommands = {
      IncidentOpenCommand.class,
      IncidentListCommand.class,
      IncidentShowCommand.class,
      IncidentTimelineCommand.class,
      IncidentAssignCommand.class,
      IncidentNoteCommand.class,
      IncidentSeverityCommand.class,
      IncidentTaskCommand.class,
      IncidentEvidenceCommand.class,
      IncidentRunCommand.class,
      IncidentLinkCommand.class,
      IncidentCloseCommand.class,
      IncidentReportCommand.class
    })
public final class IncidentCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
