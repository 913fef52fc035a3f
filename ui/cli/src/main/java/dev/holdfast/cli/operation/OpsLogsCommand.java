package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.ServerChoice;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the servers said. */
@Command(
    name = "logs",
    header = "Show what the servers said while an operation worked on them.",
    description =
        "%nThe output of every command, as it was stored; it is complete also where a worker died on"
            + " the way. With -o json, one JSON document a line.%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast ops logs op-01 --follow", "  ./holdfast ops logs op-01 --server web-1"})
final class OpsLogsCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice server = new ServerChoice();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Option(
      names = "--follow",
      order = 1,
      description = "Go on until the operation ends; exit with its outcome.")
  private boolean follow;

  @Override
  public Integer call() {
    try (ApiClient api = server.api(options)) {
      return new LogStream(api, options.output(), id, server.name().orElse("")).show(follow);
    }
  }
}
