package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Close an incident. */
@Command(
    name = "close",
    header = "Close an incident.",
    description =
        "%nIt ends, and takes nothing more. The next signal for its kind and subject opens another.%n",
    footerHeading = "%nExample:%n",
    footer = {"  ./holdfast incident close op-01 --reason 'Logs are rotated now.'"})
final class IncidentCloseCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      order = 1,
      description = "How it was resolved; - reads standard input.")
  private String reason = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output())
          .close(id, GivenText.of(reason, options.surroundings().input()));
    }
  }
}
