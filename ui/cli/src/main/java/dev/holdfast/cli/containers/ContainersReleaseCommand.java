package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Release a container. */
@Command(
    name = "release",
    header = "Release a container from its quarantine.",
    description =
        "%nIt has its networks, addresses and names of before again, and runs if it ran.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers release web-1 shop --reason \"false alarm\"")
final class ContainersReleaseCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private QuarantineOptions quarantine = new QuarantineOptions();

  @Option(names = "--reason", paramLabel = "R", order = 1, description = "Why, in one line.")
  private @Nullable String reason;

  @Override
  public Integer call() {
    return new QuarantineRequest("release", quarantine).because(reason).run(options, platform);
  }
}
