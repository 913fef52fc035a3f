package dev.holdfast.cli.keys;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a key. */
@Command(
    name = "remove",
    header = "Remove an old key that has encrypted nothing that is left.",
    description =
        "%nRefused while anything in the database is encrypted with it. Backups of the database from"
            + " before need the key file from before: keep it with them.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast keys remove 5f3a91c2")
final class KeysRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The key's id, as keys list shows it.")
  private String id = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new KeyViews(api, options.output()).remove(id);
    }
  }
}
