package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.Printable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches files and directories from servers. */
@Command(
    name = "fetch",
    header = "Fetch a file or a directory from servers.",
    description = {
      "%nFrom one server LOCAL is the file; from several it is a directory, with a file for each"
          + " server: LOCAL/SERVER/NAME. Every file is verified by the SHA-256 that its server"
          + " computed, and is here as a whole or not at all. What breaks on the way continues where"
          + " it was.%n",
      "With / at its end REMOTE is a directory: it comes as one archive and is unpacked here, with"
          + " modes and times; owners are you. What is written to on the server meanwhile is told.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  A log from one server:",
      "    ./holdfast fetch web-1 /var/log/dpkg.log dpkg.log",
      "  A directory, to ./nginx:",
      "    ./holdfast fetch web-1 /etc/nginx/ nginx",
      "  The same from all, as logs/web-1/syslog and so on, read as root:",
      "    ./holdfast fetch all /var/log/syslog logs --sudo"
    })
public final class FetchCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private TransferOptions transfer = new TransferOptions();

  @Parameters(
      index = "0",
      paramLabel = "SELECTOR",
      description =
          "Which servers: names, label=value, !not, joined by , (and) or | (or), with * and ? in them;"
              + " or all.")
  private String selector = "";

  @Parameters(
      index = "1",
      paramLabel = "REMOTE",
      description =
          "The absolute path of the file on the servers, or of a directory with / at its end.")
  private String remote = "";

  @Parameters(
      index = "2",
      paramLabel = "LOCAL",
      description =
          "The file or directory here, or the directory for what comes from several servers.")
  private String local = "";

  @Option(
      names = "--force",
      order = 1,
      description = "Replace files that are here already; directories never.")
  private boolean force;

  @Override
  public Integer call() {
    Output output = options.output();
    try (ApiClient api = platform.api(options)) {
      Operation started =
          Operation.of(
              api.postOnce(
                  "/operations",
                  transfer
                      .request()
                      .body(
                          "fetch",
                          transfer.servers(api, selector),
                          Json.object().put("path", remote)),
                  transfer.key()));
      LocalTarget target = new LocalTarget(local, remote, started.progress().total() == 1, force);
      OperationsApi operations = new OperationsApi(api);
      Operation last =
          new Follower(operations, output, options.surroundings()).follow(started.id());
      for (Operation.OnServer server : operations.whole(last).servers()) {
        if (server.done()) {
          target.bring(api.files(), server, output);
          Json.strings(server.outcome(), "warnings")
              .forEach(line -> output.message(server.name() + ": " + Printable.line(line)));
        }
      }
      OperationSummary.tell(last, output);
      if (output.json()) {
        output.document(last.document());
      }
      ExitCode exitCode = OperationSummary.exitCode(last);
      return exitCode.code();
    }
  }
}
