package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Give a role to the members of a group of the provider. */
@Command(
    name = "map",
    header = "Give a role to the members of a group of the provider.",
    description =
        "%nFrom their next logins on. It ends with a login without the group, 30 days after the last login, or with unmap. You may only give what you may do everywhere yourself.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast org identity-provider map ops operator --scope env=dev")
final class ProviderMapCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "GROUP", description = "As the provider names it.")
  private String group = "";

  @Parameters(index = "1", paramLabel = "ROLE", description = "The role; role list shows them.")
  private String role = "";

  @Option(
      names = "--scope",
      paramLabel = "SELECTOR",
      order = 1,
      description = "The servers it is good for (default: all).")
  private String scope = "all";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProviderViews(api, options).map(group, role, scope);
    }
  }
}
