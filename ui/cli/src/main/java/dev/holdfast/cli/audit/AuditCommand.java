package dev.holdfast.cli.audit;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The record of every command on a server. */
@Command(
    name = "audit",
    header = "See who did what on servers and to the platform.",
    description =
        "%nEvery command on a server is written down, what Holdfast runs itself too, and what people"
            + " change of the platform: rules, servers, trust, approvals, cancels. Secrets are"
            + " masked. Records cannot be changed, nor deleted within a year. Administrators see"
            + " all of them, others what they asked for themselves.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast audit list --server web-1 --since 24h",
      "  ./holdfast audit export audit.jsonl",
      "  ./holdfast audit verify"
    },
    subcommands = {
      AuditListCommand.class,
      AuditExportCommand.class,
      AuditVerifyCommand.class,
      AuditCheckpointCommand.class
    })
public final class AuditCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
