package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finish a task of an incident. */
@Command(
    name = "done",
    header = "Finish a task of an incident.",
    description = "%n./holdfast incident show lists the tasks.%n",
    footerHeading = "%nExample:%n",
    footer = {"  ./holdfast incident task done op-01 task-1a2b3c4d"})
final class IncidentTaskDoneCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "TASK", description = "Its id.")
  private String task = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output()).finishTask(id, task);
    }
  }
}
