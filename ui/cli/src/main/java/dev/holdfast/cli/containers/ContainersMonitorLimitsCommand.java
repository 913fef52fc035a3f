package dev.holdfast.cli.containers;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Show and set what containers may use. */
@Command(
    name = "limits",
    header = "Show and set what containers may use.",
    description =
        "%nMore is a violation, and told as an event. Without options it shows what holds. What is"
            + " not set here is as the settings say: ./holdfast settings list.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast containers monitor limits all",
      "  ./holdfast containers monitor limits env=prod --cpu 90",
      "  ./holdfast containers monitor limits web-1 shop --expect 10.0.0.0/8:443"
    })
final class ContainersMonitorLimitsCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The container (default: all).")
  private @Nullable String container;

  @Option(
      names = "--cpu",
      paramLabel = "PERCENT",
      order = 1,
      description = "Of what the container may use.")
  private @Nullable Integer cpu;

  @Option(
      names = "--memory",
      paramLabel = "PERCENT",
      order = 2,
      description = "Of what the container may use.")
  private @Nullable Integer memory;

  @Option(names = "--connections", paramLabel = "N", order = 3, description = "Open at a time.")
  private @Nullable Integer connections;

  @Option(names = "--processes", paramLabel = "N", order = 4, description = "At a time.")
  private @Nullable Integer processes;

  @Option(
      names = "--expect",
      paramLabel = "NETWORK[:PORT]",
      split = ",",
      order = 5,
      description = "Where it may connect to, in place of what is learnt. Repeatable.")
  private @Nullable List<String> expected;

  @Option(
      names = "--reset",
      order = 6,
      description = "First forget what was set, so that the settings hold.")
  private boolean reset;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      ObjectNode body = Json.object().put("container", container).put("reset", reset);
      body.put("cpu", cpu).put("memory", memory);
      body.put("connections", connections).put("processes", processes);
      if (expected != null) {
        expected.forEach(body.putArray("expected")::add);
      }
      boolean change =
          reset
              || expected != null
              || Stream.of(cpu, memory, connections, processes).anyMatch(Objects::nonNull);
      return new MonitorViews(api, options.output()).limits(selector, body, change);
    }
  }
}
