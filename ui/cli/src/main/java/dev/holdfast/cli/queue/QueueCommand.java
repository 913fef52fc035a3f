package dev.holdfast.cli.queue;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the task queues. */
@Command(
    name = "queue",
    header = "Show how much work waits for workers, and for how long.",
    description = {
      "%nOperations go to workers through queues: 'workflows' for what comes next in an",
      "operation, 'ssh' for the servers, 'ssh.REGION' for those in a region, 'platform'",
      "for what the API does itself. 'critical.ssh' and 'critical.ssh.REGION' are those",
      "of critical operations. A long line that is taken from needs more workers; one",
      "that nobody takes from needs a first. The numbers are estimates, and some",
      "seconds old.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast queue", "  ./holdfast queue -o json"})
public final class QueueCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new QueueView(api, options.output()).show();
    }
  }
}
