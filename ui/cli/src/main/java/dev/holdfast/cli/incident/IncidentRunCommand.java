package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.StartOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Start an operation for an incident. */
@Command(
    name = "run",
    header = "Start an operation for an incident.",
    description =
        "%nLike ./holdfast run, with your own rights; prints the id of the operation, which is shown with the incident.%n",
    footerHeading = "%nExample:%n",
    footer = {"  ./holdfast incident run op-01 exec web-1 --set shell='df -h'"})
final class IncidentRunCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Parameters(
      index = "1",
      paramLabel = "OPERATION",
      description = "What to do; ./holdfast catalog lists the operations.")
  private String type = "";

  @Parameters(index = "2", paramLabel = "SELECTOR", description = "Which servers.")
  private String selector = "";

  @Option(
      names = "--input",
      paramLabel = "FILE",
      order = 1,
      description = "The operation's input as JSON; - reads standard input.")
  private @Nullable String input;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      order = 2,
      description = "Sets one field of the input, over --input.")
  private List<String> settings = new ArrayList<>();

  @Mixin private StartOptions start = new StartOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output())
          .run(id, type, selector, input, settings, start, options);
    }
  }
}
