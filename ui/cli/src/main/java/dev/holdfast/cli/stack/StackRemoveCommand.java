package dev.holdfast.cli.stack;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.StartOptions;
import dev.holdfast.cli.operation.StartedOperation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a stack: {@code run remove-stack}. */
@Command(
    name = "remove",
    header = "Remove a stack from servers.",
    description = {
      "%nRemoves its containers and networks. Its volumes stay, with their data, unless you ask for"
          + " them; that cannot be undone. Its images stay.%n"
    },
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast stack remove shop env=prod --follow")
final class StackRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The stack.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Option(
      names = "--volumes",
      order = 1,
      description = "Its volumes, too; the data in them is gone for good.")
  private boolean volumes;

  @Mixin private StartOptions start = new StartOptions();

  @Override
  public Integer call() {
    return StartedOperation.run(
        options,
        platform,
        start,
        "remove-stack",
        selector,
        Json.object().put("stack", name).put("volumes", volumes));
  }
}
