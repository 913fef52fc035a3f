package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.lab.LabServer;
import dev.holdfast.standalone.home.Home;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench workers}: whether more workers do more. */
@Command(
    name = "workers",
    header = "Whether two workers do twice as much as one.",
    description = {
      "%nCommands that sleep, all started at once over REST, each an operation of its own: by the"
          + " worker that there is, then with one more, then with two more, which are started for"
          + " this and stopped again. A worker runs at most five commands at a time on a server, so"
          + " that it waits and does not work. Ends with 1 if a promise is not kept: 1.9 times as"
          + " many commands a second by two workers, 3.6 times by four. Where the processors"
          + " are busy nearly all of the time, they are what is measured.",
      "%nNeeds a running platform on this machine, and Docker."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast bench workers", "  ./holdfast bench workers --seconds 2 -o json"})
public final class WorkersBenchCommand implements Callable<Integer> {
  private static final int MOST = 100_000;
  private static final int LONGEST = 60;
  private static final int MOST_SERVERS = 20;
  private static final int CLIENTS = 16;

  private final Home home;

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--operations",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many commands by each number of workers (default: ${DEFAULT-VALUE}).")
  private int operations;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How long each sleeps (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many servers (default: ${DEFAULT-VALUE}).")
  private int servers;

  @Mixin private LabBench bench = new LabBench();

  /** The measurements of the platform in a home, on a lab below it. */
  public WorkersBenchCommand(Home home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    LabBench.check(options, "--operations", operations, 2, MOST);
    LabBench.check(options, "--seconds", seconds, 1, LONGEST);
    LabBench.check(options, "--servers", servers, 1, MOST_SERVERS);
    try (ApiClient api = platform.api(options)) {
      // Before servers are started for nothing.
      var _ = api.get("/me");
      return bench.run(options, home.root(), "bench-workers", lab -> measure(api, lab.up(servers)));
    }
  }

  private WorkersVerdict measure(ApiClient api, List<LabServer> lab) throws Exception {
    try (BenchServers registered = new BenchServers(api, "workers", lab)) {
      WorkersBench measuring =
          new WorkersBench(
              home,
              api,
              new RestOperations(api, CLIENTS),
              registered.servers(),
              options.output()::message);
      return new WorkersVerdict(measuring.run(operations, seconds));
    }
  }
}
