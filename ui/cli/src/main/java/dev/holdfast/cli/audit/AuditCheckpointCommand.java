package dev.holdfast.cli.audit;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Signs where the audit ends now. */
@Command(
    name = "checkpoint",
    header = "Sign where the audit ends now, to be kept elsewhere.",
    description =
        "%nThe platform also makes one each hour in which something was recorded, and tells it as the"
            + " event audit.checkpoint. Keep them where whoever rules the platform cannot write;"
            + " audit verify --checkpoint compares the audit with them.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast audit checkpoint -o json >> /mnt/elsewhere/checkpoints.jsonl")
final class AuditCheckpointCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new AuditChainPages(api).sign(options.output());
    }
  }
}
