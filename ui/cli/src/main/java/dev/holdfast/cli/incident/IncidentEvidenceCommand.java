package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Say where evidence of an incident is. */
@Command(
    name = "evidence",
    header = "Say where evidence of an incident is.",
    description =
        "%nA path, an address, a digest, or the id of an operation; the evidence itself stays where it is.%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  ./holdfast incident evidence op-01 web-1:/var/log/auth.log \\",
      "    --text 'Logins of root, 03:10 to 03:25'"
    })
final class IncidentEvidenceCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "REFERENCE", description = "Where it is, in one line.")
  private String reference = "";

  @Option(names = "--text", paramLabel = "TEXT", order = 1, description = "What it shows.")
  private @Nullable String text;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output()).evidence(id, reference, text);
    }
  }
}
