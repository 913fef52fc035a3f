package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Revokes a grant. */
@Command(
    name = "remove",
    header = "Revoke a grant at once.",
    description = "%nIt stays in grant list --all, with who revoked it.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast grant remove grant-0123456789abcdef")
final class GrantRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The grant; grant list shows them.")
  private String id = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new GrantViews(api, options.output()).remove(id);
    }
  }
}
