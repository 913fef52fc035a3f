package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** List the organisations. */
@Command(
    name = "list",
    header = "List the organisations.",
    description = "%nThe first one is called default.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast org list")
final class OrgListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new OrgViews(api, options.output()).list();
    }
  }
}
