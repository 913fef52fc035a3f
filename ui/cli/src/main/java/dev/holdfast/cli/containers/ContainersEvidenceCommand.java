package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.EvidenceDownload;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetch the evidence of a quarantine. */
@Command(
    name = "evidence",
    header = "Fetch the evidence that a quarantine has kept.",
    description =
        "%nFor whoever has started the quarantine. Each file is checked by its SHA-256 and goes to"
            + " a directory for its server.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers evidence op-01 case-4711")
final class ContainersEvidenceCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The operation, a quarantine.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "LOCAL", description = "The directory here.")
  private String local = "";

  @Option(names = "--force", order = 1, description = "Replace files that are here already.")
  private boolean force;

  @Override
  public Integer call() {
    return EvidenceDownload.run(options, platform, id, local, force);
  }
}
