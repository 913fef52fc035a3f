package dev.holdfast.cli.schedule;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.DurationConverter;
import dev.holdfast.cli.operation.FailureLimit;
import dev.holdfast.cli.operation.GateOptions;
import dev.holdfast.cli.operation.StartOptions;
import dev.holdfast.cli.operation.TypedPriority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a schedule. */
@Command(
    name = "create",
    header = "Create a schedule.",
    description = {
      "%nThe operation is checked as ./holdfast run would check it, now and at each start. Its plans"
          + " wait for approval, unless --approve-for says for how long they are approved without"
          + " review.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Each night at 03:00 in Berlin, see what lockdown would change:",
      "    ./holdfast schedule create drift --operation lockdown --selector all \\",
      "      --dry-run --cron '0 3 * * *' --zone Europe/Berlin",
      "  Each six hours, a command on the web servers:",
      "    ./holdfast schedule create clean --operation exec --selector role=web \\",
      "      --set shell='find /var/cache/app -mtime +7 -delete' --every 6h",
      "  On Mondays, approved for three months; stop at the first failure:",
      "    ./holdfast schedule create users --operation server-setup \\",
      "      --selector all --input setup.json --cron '0 6 * * mon' \\",
      "      --approve-for 90d --pause-on-failure"
    })
final class ScheduleCreateCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      paramLabel = "NAME",
      description = "Lower-case letters, digits and hyphens, such as nightly-check.")
  private String name = "";

  @Option(
      names = "--operation",
      paramLabel = "TYPE",
      required = true,
      order = 1,
      description = "What to start; ./holdfast catalog lists the operations.")
  private String operation = "";

  @Option(
      names = "--selector",
      paramLabel = "SELECTOR",
      required = true,
      order = 2,
      description = "On which servers; matched anew at each start.")
  private String selector = "";

  @Option(
      names = "--input",
      paramLabel = "FILE",
      order = 3,
      description = "The operation's input as JSON; - reads standard input.")
  private @Nullable String input;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      order = 4,
      description = "Sets one field of the input, over --input.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--dry-run", order = 5, description = "Plan only, change nothing.")
  private boolean dryRun;

  @Option(
      names = "--priority",
      paramLabel = "P",
      order = 6,
      description = "low, normal, high or critical (default: normal).")
  private @Nullable TypedPriority priority;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      order = 7,
      description = "Servers changed at the same time (default: 4).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--max-failures",
      paramLabel = FailureLimit.LABEL,
      order = 8,
      description = FailureLimit.TEXT)
  private @Nullable String maxFailures;

  @Option(
      names = "--wave",
      paramLabel = "SIZES",
      hideParamSyntax = true,
      split = ",",
      order = 9,
      description = "Sizes of waves, such as 1,25%%,100%%: each ends before the next begins.")
  private @Nullable List<String> waves;

  @Mixin private GateOptions gates = new GateOptions();

  @Option(
      names = "--window",
      paramLabel = StartOptions.WINDOW_LABEL,
      order = 9,
      description = StartOptions.WINDOW_TEXT)
  private @Nullable List<String> window;

  @Option(
      names = "--cron",
      paramLabel = "EXPR",
      order = 10,
      description =
          "Minute, hour, day of the month, month, day of the week, as in crontab(5); or @daily,"
              + " @hourly, @weekly, @monthly, @yearly.")
  private @Nullable String cron;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      order = 11,
      converter = DurationConverter.class,
      description = "Instead of --cron: 10m, 6h, 1d; counted from 1970-01-01 00:00 UTC.")
  private @Nullable Duration every;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      order = 12,
      description = "Whose clocks --cron means, such as Europe/Berlin (default: UTC).")
  private @Nullable String zone;

  @Option(
      names = "--jitter",
      paramLabel = "DURATION",
      order = 13,
      converter = DurationConverter.class,
      description = "Start up to so much later, at random (default: 0s).")
  private @Nullable Duration jitter;

  @Option(
      names = "--overlap",
      paramLabel = "POLICY",
      order = 14,
      description =
          "If the one before still runs: skip, buffer-one, buffer-all, cancel-other or allow"
              + " (default: skip).")
  private @Nullable String overlap;

  @Option(
      names = "--catch-up",
      paramLabel = "DURATION",
      order = 15,
      converter = DurationConverter.class,
      description = "How late a start that was missed is made up for (default: 1h).")
  private @Nullable Duration catchUp;

  @Option(
      names = "--pause-on-failure",
      order = 16,
      description = "Pause the schedule when an operation fails.")
  private boolean pauseOnFailure;

  @Option(
      names = "--approve-for",
      paramLabel = "DURATION",
      order = 17,
      converter = DurationConverter.class,
      description =
          "Approve its plans without review for so long, at most 366d (default: each plan waits"
              + " for approval).")
  private @Nullable Duration approveFor;

  @Override
  public Integer call() {
    if ((cron == null) == (every == null)) {
      throw Failure.usage(
          cron == null ? "nothing says when it starts" : "--cron and --every exclude each other",
          "give one of --cron '0 3 * * *' and --every 6h");
    }
    var schedule =
        new NewSchedule(
            name,
            new NewSchedule.Operation(
                operation,
                selector,
                input,
                settings,
                dryRun,
                priority == null ? null : priority.name(),
                concurrency,
                maxFailures,
                waves,
                window,
                gates.gates(),
                gates.seconds()),
            cron,
            every,
            zone,
            jitter,
            overlap,
            catchUp,
            pauseOnFailure,
            approveFor);
    try (ApiClient api = platform.api(options)) {
      return new ScheduleViews(api, options.output())
          .create(schedule, options.surroundings().input());
    }
  }
}
