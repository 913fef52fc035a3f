package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.lab.LabServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench fleet}: a command on many servers against parallel-ssh and Ansible. */
@Command(
    name = "fleet",
    header = "A command on many servers, against parallel-ssh and Ansible.",
    description = {
      "%nRuns `true` on lab servers of its own, which go again, by the running platform, from the"
          + " request to the result, and by the baselines. Shows medians and ratios, and ends with 1 if a"
          + " promise is not kept: `./holdfast exec` at least as fast as parallel-ssh and ten"
          + " times as fast as Ansible with its facts, 200 servers a second on warm connections,"
          + " 60 % saved by four at a time over one server after the other, 250 ms for 20"
          + " servers.",
      "%nNeeds a running platform, Docker, and Python 3 with venv and pip: the first run installs"
          + " the baselines below the home directory."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast bench fleet", "  ./holdfast bench fleet --servers 5 -o json"})
public final class FleetBenchCommand implements Callable<Integer> {
  /** Ansible's facts are read by Python. */
  private static final List<String> FOR_FACTS = List.of("python3");

  private static final int MOST_SERVERS = 50;
  private static final int FEWEST_ROUNDS = 5;
  private static final int MOST_ROUNDS = 1000;

  private final Path home;

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many servers (default: ${DEFAULT-VALUE}).")
  private int servers;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "How often each way is taken; Ansible a third (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private LabBench bench = new LabBench();

  /** The measurements on a lab below the home directory. */
  public FleetBenchCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    LabBench.check(options, "--servers", servers, 1, MOST_SERVERS);
    LabBench.check(options, "--rounds", rounds, FEWEST_ROUNDS, MOST_ROUNDS);
    try (ApiClient api = platform.api(options)) {
      // Before minutes are spent on what it is measured against.
      var _ = api.get("/me");
      CliProcess cli = CliProcess.likeThis();
      PythonTools tools = PythonTools.provide(home, options.output()::message);
      return bench.run(
          options,
          home,
          "bench-fleet",
          lab -> measure(api, cli, tools, lab.up(servers, FOR_FACTS)));
    }
  }

  private FleetVerdict measure(
      ApiClient api, CliProcess cli, PythonTools tools, List<LabServer> lab) throws Exception {
    List<LabServer> fleet =
        lab.stream().map(server -> server.renamed("bench-" + server.name())).toList();
    try (PlatformFleet onPlatform = new PlatformFleet(api, fleet);
        FleetBaselines baselines = new FleetBaselines(tools, fleet)) {
      options.output().message("Measuring " + rounds + " rounds on " + servers + " servers …");
      return new FleetVerdict(
          servers, new FleetBench(fleet, onPlatform, cli, baselines, rounds).run());
    }
  }
}
