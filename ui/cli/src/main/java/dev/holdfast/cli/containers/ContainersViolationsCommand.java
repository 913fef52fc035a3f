package dev.holdfast.cli.containers;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Show what containers have too much of. */
@Command(
    name = "violations",
    header = "Show what containers have too much of.",
    description =
        "%nCPU, memory, connections, processes, and destinations that are not expected.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast containers violations all",
      "  ./holdfast containers violations web-1 shop --all"
    })
final class ContainersViolationsCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Mixin private SomeContainers some = new SomeContainers();

  @Option(names = "--all", order = 1, description = "Also those that are over.")
  private boolean all;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new UsageViews(api, options.output()).violations(some.selector, some.container, all);
    }
  }
}
