package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** List the images on servers. */
@Command(
    name = "images",
    header = "List the images on servers.",
    description = "%nThose that are there, whether used or not.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers images all")
final class ContainersImagesCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Override
  public Integer call() {
    return ContainerViews.images(options, platform, selector);
  }
}
