package dev.holdfast.cli.containers;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Learn anew where containers connect to. */
@Command(
    name = "learn",
    header = "Learn anew where containers connect to.",
    description =
        "%nWhat was learnt before is forgotten. It is learnt for as long as the setting"
            + " containers.learn says; what comes after is a violation.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers monitor learn web-1 shop")
final class ContainersMonitorLearnCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The container (default: all).")
  private @Nullable String container;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new MonitorViews(api, options.output()).learn(selector, container);
    }
  }
}
