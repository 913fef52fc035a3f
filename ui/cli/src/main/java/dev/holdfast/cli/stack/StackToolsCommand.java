package dev.holdfast.cli.stack;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** List the security tools that are ready to be deployed, or show one. */
@Command(
    name = "tools",
    header = "List the security tools that can be deployed, or show one.",
    description = "%nEach is a stack with a guide; stack init writes its files.%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast stack tools", "  ./holdfast stack tools log-store"})
final class StackToolsCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The tool to show.")
  private @Nullable String name;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      ToolCatalogue catalogue = new ToolCatalogue(api, options.output());
      return name == null ? catalogue.list() : catalogue.show(name);
    }
  }
}
