package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Controls a unit of systemd: {@code run service} with its input as words. */
@Command(
    name = "service",
    header = "Start, stop, restart or look at a service on servers.",
    description = {
      "%nShort for ./holdfast run service. What brings a unit into a state has a plan and an undo; a"
          + " unit that does not start, or does not stay up, fails with its last log lines, and the"
          + " server reverts the change. status and logs only read, and print at once.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Restart nginx on all web servers, two at a time:",
      "    ./holdfast service web=true nginx restart --concurrency 2 --follow",
      "  Stop a timer, without asking:",
      "    ./holdfast service web-1 backup.timer stop --approve --follow",
      "  See whether it runs:",
      "    ./holdfast service all nginx status"
    })
public final class ServiceCommand implements Callable<Integer> {
  /** What can be done to a unit. */
  enum Action {
    start,
    stop,
    restart,
    reload,
    enable,
    disable,
    mask,
    status,
    logs
  }

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Parameters(
      index = "1",
      paramLabel = "UNIT",
      description = "The unit of systemd; without a suffix a service.")
  private String unit = "";

  @Parameters(index = "2", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}.")
  private Action action = Action.status;

  @Mixin private StartOptions start = new StartOptions();
  @Mixin private FailedOf failedOf = new FailedOf();

  @Override
  public Integer call() {
    if (action == Action.status || action == Action.logs) {
      return PrintedOperation.lines(
          options,
          platform,
          "service",
          selector,
          Json.object().put("unit", unit).put("action", action.name()));
    }
    List<String> input = List.of("unit=\"%s\"".formatted(unit), "action=" + action.name());
    Wanted wanted = start.wanted("service", selector, null, input, true);
    return Start.run(options, platform, wanted, failedOf, start);
  }
}
