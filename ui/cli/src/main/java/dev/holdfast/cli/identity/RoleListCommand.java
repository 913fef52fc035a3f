package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the roles. */
@Command(
    name = "list",
    header = "List the roles with their permissions.",
    description = "%nThe roles of the system come first.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast role list")
final class RoleListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new RoleViews(api, options.output()).list();
    }
  }
}
