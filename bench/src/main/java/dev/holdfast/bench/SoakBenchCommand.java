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

/** {@code bench soak}: many operations in a row, and what the platform takes meanwhile. */
@Command(
    name = "soak",
    header = "Many operations in a row: does the platform stay what it is?",
    description = {
      "%nRuns commands that look and commands that change, copies, fetches and plans on lab servers of"
          + " its own, which go again, by the platform that runs here. Shows by tenths the throughput,"
          + " and of the API and workers, Temporal and Redis the process time, memory, descriptors and"
          + " threads. Ends with 1 if a promise is not kept: throughput in the last tenth at least 0.9"
          + " times that in the second, and all that is taken flat.",
      "%nNeeds a running platform on this machine, and Docker. Three thousand take a quarter of an hour and more."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast bench soak", "  ./holdfast bench soak --operations 20000 -o json"})
public final class SoakBenchCommand implements Callable<Integer> {
  private static final int FEWEST = Soak.TENTHS * SoakOperations.TURN;
  private static final int MOST = 10_000_000;
  private static final int MOST_SERVERS = 20;
  private static final int MOST_AT_ONCE = 100;

  private final Home home;

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--operations",
      paramLabel = "N",
      defaultValue = "3000",
      description = "How many, in whole turns of 200 (default: ${DEFAULT-VALUE}).")
  private int operations;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many are under way (default: ${DEFAULT-VALUE}).")
  private int atOnce;

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many servers (default: ${DEFAULT-VALUE}).")
  private int servers;

  @Mixin private LabBench bench = new LabBench();

  /** The soak of the platform in a home, on a lab below it. */
  public SoakBenchCommand(Home home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    LabBench.check(options, "--operations", operations, FEWEST, MOST);
    LabBench.check(options, "--at-once", atOnce, 1, MOST_AT_ONCE);
    LabBench.check(options, "--servers", servers, 1, MOST_SERVERS);
    try (ApiClient api = platform.api(options)) {
      // Before servers are started for nothing.
      var _ = api.get("/me");
      return bench.run(options, home.root(), "bench-soak", lab -> measure(api, lab.up(servers)));
    }
  }

  private SoakVerdict measure(ApiClient api, List<LabServer> lab) throws Exception {
    List<LabServer> named =
        lab.stream().map(server -> server.renamed("soak-" + server.name())).toList();
    try (SoakOperations mixed = new SoakOperations(api, named)) {
      Soak soak = new Soak(home, mixed, atOnce, options.output()::message);
      return new SoakVerdict(soak.run(operations));
    }
  }
}
