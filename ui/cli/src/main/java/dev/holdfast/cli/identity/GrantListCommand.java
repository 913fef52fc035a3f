package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists grants. */
@Command(
    name = "list",
    header = "List who has which role where, and who granted it.",
    description = "%nThe newest first.%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast grant list --of bob", "  ./holdfast grant list --all"})
final class GrantListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--of",
      paramLabel = "NAME",
      order = 1,
      description = "Only those of this user of Holdfast.")
  private String user = "";

  @Option(names = "--user", hidden = true, description = "What --of was called before.")
  void formerly(String name) {
    user = name;
  }

  @Option(
      names = "--all",
      order = 2,
      description = "Also grants that were revoked or have expired.")
  private boolean all;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new GrantViews(api, options.output()).list(user, all);
    }
  }
}
