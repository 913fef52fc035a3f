package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the users. */
@Command(
    name = "list",
    header = "List the users with their roles.",
    description = "%nRoles are shown with their scope where it is not all servers.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast user list")
final class UserListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new UserViews(api, options.output()).list();
    }
  }
}
