package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The roles that can be granted. */
@Command(
    name = "role",
    header = "Show the roles, make and change your own.",
    description = {
      "%nA role is a set of permissions such as servers:read; * stands for any: *:run is every operation.",
      "%nSystem roles stay as they are. What each permission lets one do: docs/identity.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast role list",
      "  ./holdfast role create patcher --permission lockdown:run --permission '*:read'",
      "  ./holdfast role remove patcher"
    },
    subcommands = {
      RoleListCommand.class,
      RoleShowCommand.class,
      RoleCreateCommand.class,
      RoleSetCommand.class,
      RoleRemoveCommand.class
    })
public final class RoleCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
