package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.ServerChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a server on which a running operation has failed another input, and tries it once more. */
@Command(
    name = "fix",
    header = "Give a failed server another input, and try it once more.",
    description =
        "%nOnly this server has the new input, in this operation. It is checked like that of a start,"
            + " and where the operation makes plans, its plan needs an approval of its own.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast ops fix op-01 --server web-7 --set timeoutSeconds=900",
      "  ./holdfast ops fix op-01 --server web-7 --input web-7.json"
    })
final class OpsFixCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice choice = new ServerChoice();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Option(
      names = "--input",
      paramLabel = "FILE",
      order = 11,
      description =
          "What is different, as JSON, over the input that it has; - reads standard input.")
  private @Nullable String input;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      order = 12,
      description = "Sets one field, over --input: sshd.maxAuthTries=2; =null removes it.")
  private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() {
    List<String> servers = choice.names();
    if (servers.size() != 1) {
      throw Failure.usage(
          servers.isEmpty()
              ? "--server is missing: name the server to fix"
              : "--server is given " + servers.size() + " times: fix one server at a time",
          "./holdfast ops fix " + id + " --server NAME --set PATH=VALUE");
    }
    if (input == null && settings.isEmpty()) {
      throw Failure.usage(
          "--input and --set are missing: say what is different",
          "to try it once more as it is: ./holdfast ops retry "
              + id
              + " --server "
              + servers.getFirst());
    }
    try (ApiClient api = choice.api(options)) {
      return Steer.fix(
          api,
          options.output(),
          id,
          FixRequest.body(servers.getFirst(), input, settings, options.surroundings().input()));
    }
  }
}
