package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Revokes a token. */
@Command(
    name = "revoke",
    header = "Make a token worthless at once.",
    description = "%nYour own, or with the permission tokens:write anybody's.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast token revoke token-0123456789abcdef")
final class TokenRevokeCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The token; token list shows them.")
  private String id = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new TokenViews(api, options.output()).revoke(id);
    }
  }
}
