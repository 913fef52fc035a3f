package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.ServerChoice;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the servers said. */
@Command(
    name = "logs",
    header = "Show the output of an operation on its servers.",
    description =
        "%nThe output of every command, as it was stored; it is complete also where a worker died on"
            + " the way. With -o json, one JSON document a line.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast ops logs op-01 --follow",
      "  ./holdfast ops logs op-01 --server web-1",
      "  ./holdfast ops logs op-01 --server web-1 --raw > dump.tar"
    })
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

  @Option(
      names = "--raw",
      order = 2,
      description =
          "What one command on one server said, byte for byte; needs --server. For output that is"
              + " large or no text.")
  private boolean raw;

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      order = 3,
      description = "With --raw: stdout (the default) or stderr.")
  private String stream = "stdout";

  @Option(
      names = "--step",
      paramLabel = "KEY",
      order = 4,
      description =
          "With --raw: which step's, where several printed something (run-1, run-2, … of an exec with"
              + " several commands).")
  private @Nullable String step;

  @Override
  public Integer call() {
    if (raw) {
      return bytes();
    }
    if (step != null) {
      throw Failure.usage("--step is for --raw", "add --raw and --server NAME");
    }
    try (ApiClient api = server.api(options)) {
      return ShortId.with(
          api,
          id,
          whole ->
              new LogStream(api, options.output(), whole, server.name().orElse("")).show(follow));
    }
  }

  private int bytes() {
    String name =
        server
            .name()
            .orElseThrow(
                () -> Failure.usage("--raw is of one server", "add --server NAME of that server"));
    try (ApiClient api = server.api(options)) {
      api.download(
          OperationsApi.path(id)
              + "/logs/raw?server="
              + Pages.encode(name)
              + (step == null ? "" : "&step=" + Pages.encode(step))
              + "&stream="
              + Pages.encode(stream),
          options.surroundings().bytes());
    }
    return ExitCode.DONE.code();
  }
}
