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

/** Say how bad an incident is. */
@Command(
    name = "severity",
    header = "Say how bad an incident is.",
    description = "%nFrom now on; the timeline keeps what it was before.%n",
    footerHeading = "%nExample:%n",
    footer = {"  ./holdfast incident severity op-01 critical --reason 'The shop is down.'"})
final class IncidentSeverityCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "SEVERITY", description = "Low, medium, high or critical.")
  private String severity = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      order = 1,
      description = "Why, for those who read it later.")
  private @Nullable String reason;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output()).severity(id, severity, reason);
    }
  }
}
