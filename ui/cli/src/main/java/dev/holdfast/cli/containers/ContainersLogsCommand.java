package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.DurationConverter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a container prints. */
@Command(
    name = "logs",
    header = "Show what a container prints.",
    description =
        "%nIts error output goes to standard error. Of several servers each line begins with the"
            + " server's name.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast containers logs web-1 nginx --tail 20",
      "  ./holdfast containers logs env=prod nginx --since 10m --follow 1h"
    })
final class ContainersLogsCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The container, or its id.")
  private String name = "";

  @Option(
      names = "--tail",
      paramLabel = "N",
      order = 1,
      description = "How many of the newest lines (default: 100).")
  private @Nullable Integer tail;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      order = 2,
      description = "From then on: 10m, 24h, 2026-01-31 or 2026-01-31T12:00:00Z.")
  private @Nullable String since;

  @Option(names = "--timestamps", order = 3, description = "The time in front of each line.")
  private boolean timestamps;

  @Option(
      names = "--follow",
      paramLabel = "D",
      arity = "0..1",
      fallbackValue = "1h",
      converter = DurationConverter.class,
      order = 4,
      description = "Show what is added for so long, at most 24h (1h). Ctrl-C ends it.")
  private @Nullable Duration follow;

  @Override
  public Integer call() {
    return ContainerViews.logs(options, platform, selector, name, tail, since, timestamps, follow);
  }
}
