package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Remove containers. */
@Command(
    name = "remove",
    header = "Remove containers.",
    description = "%nTheir images and named volumes stay.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers remove web-1 old-web --dry-run")
final class ContainersRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private ControlOptions control = new ControlOptions();

  @Option(names = "--force", order = 1, description = "Those that run, too.")
  private boolean force;

  @Option(names = "--volumes", order = 2, description = "With their anonymous volumes.")
  private boolean volumes;

  @Override
  public Integer call() {
    return new ControlRequest("remove", control).removing(force, volumes).run(options, platform);
  }
}
