package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** List which roles the provider's groups give. */
@Command(
    name = "groups",
    header = "List which roles the provider's groups give.",
    description =
        "%nWhat a login brings up to date: grant list shows it as granted by whoever has mapped the group.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast org identity-provider groups --org acme")
final class ProviderGroupsCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProviderViews(api, options).groups();
    }
  }
}
