package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists dead letters. */
@Command(
    name = "list",
    header = "List events that could not be delivered.",
    description = "%nThe oldest first.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast notify dead list --sink ops")
final class DeadListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--sink",
      paramLabel = "NAME",
      order = 1,
      description = "Only those of this sink.")
  private @Nullable String sink;

  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 2,
      description = "At most so many (default: 100).")
  private int limit = 100;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new DeadViews(api, options.output()).list(sink, limit);
    }
  }
}
