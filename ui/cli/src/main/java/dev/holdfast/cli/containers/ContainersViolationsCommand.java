package dev.holdfast.cli.containers;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SELECTOR",
      description = "Which servers (default: all).")
  private String selector = "all";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The container (default: all).")
  private @Nullable String container;

  @Option(names = "--all", order = 1, description = "Also those that are over.")
  private boolean all;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new MonitorViews(api, options.output()).violations(selector, container, all);
    }
  }
}
