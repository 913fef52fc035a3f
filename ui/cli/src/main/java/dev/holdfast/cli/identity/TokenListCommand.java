package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists tokens. */
@Command(
    name = "list",
    header = "List tokens that are good.",
    description = "%nYours, unless you say whose; never the tokens themselves.%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast token list", "  ./holdfast token list --all"})
final class TokenListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--of",
      paramLabel = "NAME",
      order = 1,
      description = "Those of this user of Holdfast (default: yours).")
  private String user = "";

  @Option(names = "--user", hidden = true, description = "What --of was called before.")
  void formerly(String name) {
    user = name;
  }

  @Option(names = "--all", order = 2, description = "Those of every user.")
  private boolean all;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new TokenViews(api, options.output()).list(user, all);
    }
  }
}
