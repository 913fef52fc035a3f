package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Show all that has happened in an incident, in order. */
@Command(
    name = "timeline",
    header = "Show all that has happened in an incident, in order.",
    description =
        "%nThe data of signals is cut to 1,000 characters; -o json has the id of each entry, and --entry shows one with all that it says.%n",
    footerHeading = "%nExample:%n",
    footer = {"  ./holdfast incident timeline op-01 --entry sig-01"})
final class IncidentTimelineCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Option(names = "--entry", paramLabel = "ENTRY", order = 1, description = "One entry, whole.")
  private @Nullable String entry;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output()).timeline(id, entry);
    }
  }
}
