package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the hours in which an operation may start servers. */
@Command(
    name = "window",
    header = "Change the hours in which an operation may start servers.",
    description =
        "%nOutside of its window an operation starts no server: those that are not started are"
            + " parked, those under way are finished. Hours are days and times of a zone, UTC by"
            + " default, or a cron expression with a duration.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  Do not wait any longer:",
      "    ./holdfast ops window op-01 --now",
      "  Other hours, also after midnight, and two of them:",
      "    ./holdfast ops window op-01 --set 'mon-fri 22:00-04:00 Europe/Berlin'",
      "    ./holdfast ops window op-01 --set 'daily 02:00-04:00' \\",
      "      --set '0 12 1 * */2h Europe/Berlin'"
    })
final class OpsWindowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Option(names = "--now", order = 1, description = "Start servers from now on, at any time.")
  private boolean now;

  @Option(
      names = "--set",
      paramLabel = StartOptions.WINDOW_LABEL,
      order = 2,
      description = "In these hours instead; may be repeated.")
  private List<String> hours = new ArrayList<>();

  @Override
  public Integer call() {
    if (now != hours.isEmpty()) {
      throw Failure.usage(
          now ? "--now and --set exclude each other" : "say from when servers may be started",
          "./holdfast ops window %s --now, or --set 'sat 02:00-06:00 Europe/Berlin'".formatted(id));
    }
    try (ApiClient api = platform.api(options)) {
      return Steer.window(api, options.output(), id, hours);
    }
  }
}
