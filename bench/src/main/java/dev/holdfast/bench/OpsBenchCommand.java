package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.lab.LabServer;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.standalone.home.Home;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench ops}: how many operations a platform does, and what one takes. */
@Command(
    name = "ops",
    header = "How many operations a minute, and what one takes.",
    description = {
      "%nBy pairs: dry runs of a command, which do nothing, started over REST by several clients,"
          + " and workflows of one activity by Temporal's SDK alone. Then commands that only read,"
          + " each on one lab server. Counted is from the first request to the last final state in the database."
          + " Ends with 1 if a promise is not kept: half as many operations as bare workflows, 2,000"
          + " commands a minute, 95 of 100 requests answered within 200 ms, 0.06 seconds of process time each.",
      "%nNeeds a running platform on this machine, and Docker."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast bench ops",
      "  ./holdfast bench ops --operations 100 --pairs 1 -o json"
    })
public final class OpsBenchCommand implements Callable<Integer> {
  private static final int MOST = 100_000;
  private static final int MOST_AT_ONCE = 200;
  private static final int MOST_SERVERS = 20;
  private static final int MOST_PAIRS = 99;

  private final Home home;

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--operations",
      paramLabel = "N",
      defaultValue = "600",
      description =
          "How many commands; half as many in each part of a pair (default: ${DEFAULT-VALUE}).")
  private int operations;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many ask at the same time (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many pairs (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many servers (default: ${DEFAULT-VALUE}).")
  private int servers;

  @Mixin private LabBench bench = new LabBench();

  /** The measurements of the platform in a home, on a lab below it. */
  public OpsBenchCommand(Home home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    LabBench.check(options, "--operations", operations, 2, MOST);
    LabBench.check(options, "--clients", clients, 1, MOST_AT_ONCE);
    LabBench.check(options, "--pairs", pairs, 1, MOST_PAIRS);
    LabBench.check(options, "--servers", servers, 1, MOST_SERVERS);
    try (ApiClient api = platform.api(options)) {
      // Before servers are started for nothing.
      var _ = api.get("/me");
      PlatformCpu cpu = new PlatformCpu(home);
      var _ = cpu.millis();
      return bench.run(
          options, home.root(), "bench-ops", lab -> measure(api, cpu, lab.up(servers)));
    }
  }

  private OpsVerdict measure(ApiClient api, PlatformCpu cpu, List<LabServer> lab) throws Exception {
    try (BenchServers registered = new BenchServers(api, "ops", lab);
        TemporalConnection temporal = new TemporalConnection(PlatformConfig.read(home.root()));
        BareWorkflows bare = new BareWorkflows(temporal, clients)) {
      OpsBench measuring =
          new OpsBench(
              new RestOperations(api, clients),
              bare,
              cpu,
              registered.servers(),
              options.output()::message);
      return new OpsVerdict(measuring.run(pairs, Math.max(1, operations / 2), operations));
    }
  }
}
