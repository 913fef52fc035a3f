package dev.holdfast.bench;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.standalone.home.Home;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench events}: events at a fixed rate, and many who hear them. */
@Command(
    name = "events",
    header = "Events at a fixed rate, and many clients, one of them stuck.",
    description = {
      "%nA platform of its own, which goes again. Records events at a fixed rate, while clients follow"
          + " them over WebSockets; one client never reads. Ends with 1 if a promise is not kept:"
          + " everybody else gets every event once and in order, and is not behind at the end.",
      "%nTakes two minutes as it is."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast bench events",
      "  ./holdfast bench events --seconds 10 --clients 10 -o json"
    })
public final class EventsBenchCommand implements Callable<Integer> {
  private static final int MOST_PER_SECOND = 100_000;
  private static final int MOST_SECONDS = 3600;
  private static final int MOST_CLIENTS = 1000;

  private final Home home;

  @Mixin private OutputOptions options = new OutputOptions();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Events a second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long they are recorded (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many, the stuck one included (default: ${DEFAULT-VALUE}).")
  private int clients;

  /** The measurement on a platform below the home directory. */
  public EventsBenchCommand(Home home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    LabBench.check(options, "--rate", rate, 1, MOST_PER_SECOND);
    LabBench.check(options, "--seconds", seconds, 1, MOST_SECONDS);
    LabBench.check(options, "--clients", clients, 2, MOST_CLIENTS);
    options.output().message("Starting a platform to measure …");
    try (MeasuredPlatform platform = MeasuredPlatform.start(home)) {
      String token = Json.text(Json.parse(Files.readString(platform.owner())), "token");
      options.output().message("Measuring for " + seconds + " s …");
      Verdict verdict =
          new EventsVerdict(
              rate,
              new EventsBench(platform, token).run(clients, rate, Duration.ofSeconds(seconds)));
      verdict.tell(options.output());
      return (verdict.allMet() ? ExitCode.DONE : ExitCode.FAILED).code();
    }
  }
}
