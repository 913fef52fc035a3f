package dev.holdfast.cli.policy;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The rules that say which commands may run where. */
@Command(
    name = "policy",
    header = "Set which commands may run on which servers, and for which users.",
    description = {
      "%nRules have no order. A rule has a say where its selector, operation, user and sudo fit. Of"
          + " those that have a say, one that denies wins. If any of them allows, only what one of"
          + " them names may run. Otherwise everything may.",
      "%nDeny rules look into a command: behind sudo and env, into sh -c and into each command of a"
          + " script. Where a deny rule applies, what cannot be read for certain is refused. Allow"
          + " rules never take what a shell would interpret (; | & $ > * quotes ...) unless they"
          + " say --shell: 'systemctl status *' does not allow 'systemctl status x; reboot'.",
      "%nOperations, transfers and logins by ssh and mount stand under the rules, too.",
      "%nWhat a rule can promise and what it cannot: docs/command-policy.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast policy add deny env=prod --reason 'ask ops' -- rm -rf",
      "  ./holdfast policy add allow all --by bob --glob 'systemctl status *'",
      "  ./holdfast policy check web-1 -- systemctl status nginx"
    },
    subcommands = {
      PolicyListCommand.class,
      PolicyAddCommand.class,
      PolicyRemoveCommand.class,
      PolicyCheckCommand.class
    })
public final class PolicyCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
