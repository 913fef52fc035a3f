package dev.holdfast.cli.keys;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists keys. */
@Command(
    name = "list",
    header = "List the keys by their ids, and how much each has encrypted.",
    description =
        "%nOf secrets: how many secrets and data keys are encrypted with it. After keys rotate they"
            + " are renewed in the background until the older keys have none.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast keys list")
final class KeysListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new KeyViews(api, options.output()).list();
    }
  }
}
