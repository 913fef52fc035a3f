package dev.holdfast.cli.stack;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Write the files of a security tool, to change and deploy them. */
@Command(
    name = "init",
    header = "Write the files of a security tool, to change and deploy them.",
    description = {
      "%nWrites stack.yaml and README.md into a directory, which it makes. Files that are there"
          + " already stay.%n"
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  ./holdfast stack init log-store ./logs",
      "  ./holdfast stack pin ./logs",
      "  ./holdfast stack deploy ./logs web-1 --follow"
    })
final class StackInitCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The tool; ./holdfast stack tools lists them.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "DIR", description = "The directory.")
  private Path directory = Path.of("");

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ToolCatalogue(api, options.output()).write(name, directory);
    }
  }
}
