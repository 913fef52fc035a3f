package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Write a report on an incident, in Markdown. */
@Command(
    name = "report",
    header = "Write a report on an incident, in Markdown.",
    description = "%nWhat it was, how it was resolved, tasks, evidence, operations and timeline.%n",
    footerHeading = "%nExample:%n",
    footer = {"  ./holdfast incident report op-01 --file incident.md"})
final class IncidentReportCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      order = 1,
      description = "Where to write it; nothing may be there (default: standard output).")
  private @Nullable Path file;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output()).report(id, file);
    }
  }
}
