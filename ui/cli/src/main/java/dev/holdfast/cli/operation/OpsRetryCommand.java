package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.ServerChoice;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tries servers once more on which a running operation has failed. */
@Command(
    name = "retry",
    header = "Try servers once more on which a running operation has failed.",
    description =
        "%nWithout --server all that failed, were interrupted or could not be reached. They are"
            + " planned again, and run before others; a server whose plan has changed since it was"
            + " approved asks again. Either all that are named are tried, or none. One that has"
            + " ended is started again with ops rerun --failed; to have an operation wait instead of"
            + " ending, start it with --on-failure wait.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast ops retry op-01",
      "  ./holdfast ops retry op-01 --server web-7 --server web-8"
    })
final class OpsRetryCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice choice = new ServerChoice();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Override
  public Integer call() {
    try (ApiClient api = choice.api(options)) {
      return Steer.retry(api, options.output(), id, choice.names());
    }
  }
}
