package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Start containers. */
@Command(
    name = "start",
    header = "Start containers.",
    description = "%nThose that run already are left as they are.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers start env=prod web")
final class ContainersStartCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private ControlOptions control = new ControlOptions();

  @Override
  public Integer call() {
    return new ControlRequest("start", control).run(options, platform);
  }
}
