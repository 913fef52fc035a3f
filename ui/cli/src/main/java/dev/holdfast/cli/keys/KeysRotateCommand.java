package dev.holdfast.cli.keys;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds a key. */
@Command(
    name = "rotate",
    header = "Make a new key, with which everything is encrypted from now on.",
    description = {
      "%nNothing stops meanwhile. Secrets and data keys are encrypted with the new key in the"
          + " background; the old keys stay until keys remove.%n",
      "Where the API and workers run on several machines, copy the changed file to each within"
          + " the minute: a process that does not have the new key cannot read what is encrypted with"
          + " it.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast keys rotate", "  ./holdfast keys rotate --payloads"})
final class KeysRotateCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--payloads",
      description = "The key of what Temporal stores (default: that of secrets and data keys).")
  private boolean payloads;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new KeyViews(api, options.output()).rotate(payloads ? "payloads" : "secrets");
    }
  }
}
