package dev.holdfast.cli.window;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets a window. */
@Command(
    name = "set",
    header = "Add a maintenance window, or put another in its place.",
    description =
        "%nIt counts for operations that are started from now on; new hours of one that is there count"
            + " for what has not been started, too.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast window set prod --on env=prod \\",
      "    --hours 'sat 02:00-06:00 Europe/Berlin'",
      "  ./holdfast window set db --on 'env=prod,role=db' \\",
      "    --hours 'mon-fri 22:00-04:00' --hours 'sat,sun 00:00-24:00'"
    })
final class WindowSetCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The window.")
  private String name = "";

  @Option(
      names = "--on",
      paramLabel = "SELECTOR",
      order = 1,
      required = true,
      description = "The servers that it is for, such as env=prod.")
  private String selector = "";

  @Option(
      names = "--hours",
      paramLabel = "HOURS",
      order = 2,
      required = true,
      description =
          "When they may be worked on: 'sat 02:00-06:00 Europe/Berlin', or a cron expression and how"
              + " long, '0 2 * * sat/4h'; may be repeated. UTC without a zone.")
  private List<String> hours = new ArrayList<>();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new WindowViews(api, options.output()).set(name, selector, String.join("; ", hours));
    }
  }
}
