package dev.holdfast.cli.containers;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.DurationConverter;
import dev.holdfast.cli.operation.StartOptions;
import dev.holdfast.cli.operation.StartedOperation;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Removes what no container uses: {@code run prune-containers}. */
@Command(
    name = "prune",
    header = "Remove unused images, networks, containers and volumes.",
    description = {
      "%nThe plan names each thing that no container uses, and nothing is removed before it is"
          + " approved. Untagged images and networks by default; the rest when you ask for it."
          + " What is in use again by then stays, and so do stacks.%n",
      "It cannot be undone.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast containers prune env=dev --dry-run",
      "  ./holdfast containers prune env=dev --images all --containers --older-than 7d"
    })
final class ContainersPruneCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Option(
      names = "--images",
      paramLabel = "none|untagged|all",
      order = 1,
      description = "Which images (default: untagged, such as what a build has left).")
  private @Nullable String images;

  @Option(
      names = "--containers",
      order = 1,
      description = "Containers that have stopped; what they wrote outside of volumes is gone.")
  private boolean containers;

  @Option(
      names = "--volumes",
      paramLabel = "none|anonymous|all",
      order = 1,
      description = "Which volumes (default: none); the data in them is gone for good.")
  private @Nullable String volumes;

  @Option(names = "--keep-networks", order = 1, description = "Networks stay.")
  private boolean keepNetworks;

  @Option(
      names = "--older-than",
      paramLabel = "D",
      converter = DurationConverter.class,
      order = 2,
      description = "Only what has been so for this long: stopped, tagged or made (default: 24h).")
  private @Nullable Duration olderThan;

  @Mixin private StartOptions start = new StartOptions();

  @Override
  public Integer call() {
    ObjectNode input = Json.object().put("containers", containers).put("networks", !keepNetworks);
    if (images != null) {
      input.put("images", images);
    }
    if (volumes != null) {
      input.put("volumes", volumes);
    }
    if (olderThan != null) {
      input.put("olderThanSeconds", olderThan.toSeconds());
    }
    return StartedOperation.run(options, platform, start, "prune-containers", selector, input);
  }
}
