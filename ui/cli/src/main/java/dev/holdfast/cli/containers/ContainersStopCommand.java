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

/** Stop containers. */
@Command(
    name = "stop",
    header = "Stop containers.",
    description = "%nThose that do not run are left as they are.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers stop env=prod web --stop-timeout 30s")
final class ContainersStopCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private ControlOptions control = new ControlOptions();

  @Option(
      names = "--stop-timeout",
      paramLabel = "D",
      converter = DurationConverter.class,
      order = 1,
      description = "How long one may take to end before it is killed (default: 10s).")
  private @Nullable Duration stopTimeout;

  @Override
  public Integer call() {
    return new ControlRequest("stop", control).stopTimeout(stopTimeout).run(options, platform);
  }
}
