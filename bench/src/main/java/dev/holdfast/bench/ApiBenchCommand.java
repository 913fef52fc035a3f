package dev.holdfast.bench;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.standalone.home.Home;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench api}: requests at a fixed rate. */
@Command(
    name = "api",
    header = "Requests at a fixed rate, against an endpoint that does nothing.",
    description = {
      "%nA platform of its own, which goes again, with ten thousand operations in it. Asks for the list"
          + " of operations, and by turns for who asks, which passes the same filters; with a token,"
          + " grants and limits as everybody's. Each request is sent when it is due, and counted from then,"
          + " whether or not those before were answered. Ends with 1 if a promise is not kept: p99 of"
          + " the list below 50 ms, and at most three times the other's, median of the rounds.",
      "%nTakes eleven minutes as it is."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast bench api",
      "  ./holdfast bench api --rounds 1 --seconds 10 --operations 500 -o json"
    })
public final class ApiBenchCommand implements Callable<Integer> {
  private static final int MOST = 1_000_000;
  private static final int MOST_PER_SECOND = 10_000;
  private static final int MOST_SECONDS = 3600;
  private static final int MOST_ROUNDS = 100;

  private final Home home;

  @Mixin private OutputOptions options = new OutputOptions();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "Requests a second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long each turn lasts (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often by turns (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--operations",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many are stored (default: ${DEFAULT-VALUE}).")
  private int operations;

  /** The measurement on a platform below the home directory. */
  public ApiBenchCommand(Home home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    LabBench.check(options, "--rate", rate, 1, MOST_PER_SECOND);
    LabBench.check(options, "--seconds", seconds, 1, MOST_SECONDS);
    LabBench.check(options, "--rounds", rounds, 1, MOST_ROUNDS);
    LabBench.check(options, "--operations", operations, 1, MOST);
    options.output().message("Starting a platform to measure …");
    try (MeasuredPlatform platform = MeasuredPlatform.start(home)) {
      ApiBench bench = new ApiBench(platform, options.output()::message);
      Verdict verdict =
          new ApiVerdict(rate, bench.run(operations, rate, Duration.ofSeconds(seconds), rounds));
      verdict.tell(options.output());
      return (verdict.allMet() ? ExitCode.DONE : ExitCode.FAILED).code();
    }
  }
}
