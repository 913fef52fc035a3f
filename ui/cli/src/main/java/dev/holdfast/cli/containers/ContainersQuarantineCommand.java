package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.DurationConverter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Isolate a container. */
@Command(
    name = "quarantine",
    header = "Isolate a container, and keep evidence of it.",
    description = {
      "%nIt is taken off all its networks and onto one where it reaches nobody. Nothing is lost:"
          + " `containers release` restores what was there.",
      "%nIt ends by itself, after 7 days unless --expire says otherwise.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast containers quarantine web-1 shop --reason \"unknown connections\"",
      "  ./holdfast containers quarantine web-1 shop --reason \"ticket 4711\" \\",
      "    --freeze --expire 12h --at-expiry ask"
    })
final class ContainersQuarantineCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private QuarantineOptions quarantine = new QuarantineOptions();

  @Option(
      names = "--reason",
      paramLabel = "R",
      required = true,
      order = 1,
      description = "Why, in one line for those who find it isolated.")
  private String reason = "";

  @Option(
      names = "--expire",
      paramLabel = "D",
      converter = DurationConverter.class,
      order = 2,
      description = "When it ends, from 1m to 90d (default: 7d).")
  private @Nullable Duration expire;

  @Option(
      names = "--at-expiry",
      paramLabel = "release|ask",
      order = 3,
      description =
          "Release the container then (default), or ask people: it stays isolated until one"
              + " of them approves its release.")
  private @Nullable String atExpiry;

  @Option(names = "--freeze", order = 4, description = "Freeze its processes, too.")
  private boolean freeze;

  @Override
  public Integer call() {
    return new QuarantineRequest("quarantine", quarantine)
        .because(reason)
        .isolating(freeze, expire, atExpiry)
        .run(options, platform);
  }
}
