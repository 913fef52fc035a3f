package dev.holdfast.cli.profile;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** List what is kept, for which servers and since when. */
@Command(
    name = "list",
    header = "List what is kept, for which servers and since when.",
    description = "%nWithout the inputs; ./holdfast profile show has them.%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast profile list", "  ./holdfast profile list --operation lockdown"})
final class ProfileListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--operation",
      paramLabel = "OPERATION",
      order = 1,
      description = "Only those of this operation.")
  private @Nullable String operation;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProfileViews(api, options.output()).list(operation);
    }
  }
}
