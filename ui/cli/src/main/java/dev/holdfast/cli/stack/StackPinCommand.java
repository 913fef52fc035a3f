package dev.holdfast.cli.stack;

import dev.holdfast.cli.OutputOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Write the digests of images into the files of a stack. */
@Command(
    name = "pin",
    header = "Write the digests of images into the files of a stack.",
    description = {
      "%nAsks the registries, from this machine and without a login, which digest each tag means"
          + " now. Images that have one keep it.%n"
    },
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast stack pin ./shop")
final class StackPinCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();

  @Parameters(
      index = "0",
      paramLabel = "PATH",
      description = "The stack's file, or its directory with configs.")
  private Path path = Path.of("");

  @Override
  public Integer call() {
    return new ImagePins(path).write(options.output());
  }
}
