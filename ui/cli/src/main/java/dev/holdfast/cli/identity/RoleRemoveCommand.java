package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a role. */
@Command(
    name = "remove",
    header = "Remove a role of your own that nobody has.",
    description = "%nRevoke its grants first; grant list shows them.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast role remove patcher")
final class RoleRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The role.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new RoleViews(api, options.output()).remove(name);
    }
  }
}
