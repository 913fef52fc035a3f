package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists servers. */
@Command(
    name = "list",
    header = "List the servers, or those that a selector chooses.",
    description = "%nThe same selectors choose servers for ./holdfast run.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast server list",
      "  ./holdfast server list 'env=prod,!web-3'",
      "  ./holdfast server list lab=true -o json"
    })
final class ServerListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "SELECTOR",
      description =
          "Names, label=value, !not, joined by , (and) or | (or), with * and ? in them; or all.")
  private @Nullable String selector;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ServerViews(api, options.output()).list(selector);
    }
  }
}
