package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.ServerChoice;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Leave out servers that an operation has not started, or on which it has failed. */
@Command(
    name = "skip",
    header = "Leave out servers that are not started, or on which it failed.",
    description =
        "%nNothing more is done to them; the operation continues with the others, and those that are"
            + " left out do not make it fail. A server that is running or has succeeded cannot be"
            + " skipped.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast ops skip op-01 --server web-7 --reason \"being replaced\"")
final class OpsSkipCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice choice = new ServerChoice();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      order = 11,
      description = "Why, for those who read it later.")
  private @Nullable String reason;

  @Override
  public Integer call() {
    List<String> servers = choice.names();
    if (servers.isEmpty()) {
      throw Failure.usage(
          "--server is missing: name the server to skip",
          "./holdfast ops skip " + id + " --server NAME");
    }
    try (ApiClient api = choice.api(options)) {
      return Steer.skip(api, options.output(), id, servers, reason);
    }
  }
}
