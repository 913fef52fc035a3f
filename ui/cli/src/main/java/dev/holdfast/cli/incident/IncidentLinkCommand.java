package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Add an operation that was started elsewhere to an incident. */
@Command(
    name = "link",
    header = "Add an operation that was started elsewhere to an incident.",
    description = "%nIt is shown with the incident from now on.%n",
    footerHeading = "%nExample:%n",
    footer = {"  ./holdfast incident link op-01 op-02"})
final class IncidentLinkCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "OPERATION", description = "Its id.")
  private String operation = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output()).link(id, operation);
    }
  }
}
