package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Add a task to an incident. */
@Command(
    name = "add",
    header = "Add a task to an incident.",
    description = "%nPrints the id of the task.%n",
    footerHeading = "%nExample:%n",
    footer = {"  ./holdfast incident task add op-01 'Rotate the logs of the application'"})
final class IncidentTaskAddCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "What is to be done.")
  private String text = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output()).addTask(id, text);
    }
  }
}
