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

/** Open an incident. */
@Command(
    name = "open",
    header = "Open an incident.",
    description =
        "%nPrints its id. Where one is open for the same kind and subject, it says which.%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  ./holdfast incident open login-attack --subject web-1 --severity high \\",
      "    --title 'Thousands of failed logins'"
    })
final class IncidentOpenCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description = "What has happened: lower-case letters, digits and hyphens, such as disk-full.")
  private String kind = "";

  @Option(
      names = "--subject",
      paramLabel = "S",
      required = true,
      order = 1,
      description = "What it has happened to, such as the name of a server.")
  private String subject = "";

  @Option(
      names = "--severity",
      paramLabel = "S",
      order = 2,
      description = "low, medium, high or critical (default: medium).")
  private @Nullable String severity;

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      order = 3,
      description = "What it is, in a few words.")
  private @Nullable String title;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output()).open(kind, subject, severity, title);
    }
  }
}
