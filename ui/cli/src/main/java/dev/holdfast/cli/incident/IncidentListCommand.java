package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** List incidents, the newest first. */
@Command(
    name = "list",
    header = "List incidents, the newest first.",
    description = "%nOpen ones, unless --closed or --all is given.%n",
    footerHeading = "%nExample:%n",
    footer = {"  ./holdfast incident list --severity critical"})
final class IncidentListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(names = "--closed", order = 1, description = "Those that are closed.")
  private boolean closed;

  @Option(names = "--all", order = 2, description = "All of them.")
  private boolean all;

  @Option(names = "--kind", paramLabel = "KIND", order = 3, description = "Those of this kind.")
  private @Nullable String kind;

  @Option(names = "--subject", paramLabel = "S", order = 4, description = "Those of this subject.")
  private @Nullable String subject;

  @Option(
      names = "--severity",
      paramLabel = "S",
      order = 5,
      description = "Those of this severity.")
  private @Nullable String severity;

  @Option(names = "--owner", paramLabel = "USER", order = 6, description = "Those of this owner.")
  private @Nullable String owner;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output())
          .list(
              all ? null : closed ? "closed" : "open",
              new IncidentViews.Filter(kind, subject, severity, owner));
    }
  }
}
