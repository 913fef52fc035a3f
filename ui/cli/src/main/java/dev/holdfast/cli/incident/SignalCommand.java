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

/** Tell that something has happened. */
@Command(
    name = "signal",
    header = "Tell that something has happened.",
    description =
        "%nThe signal goes to the incident that is open for its kind and subject, or opens one; prints the id of the incident. The same key again is the same signal. It is taken also while no worker runs.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast signal disk-full --subject web-1 --severity high",
      "  df -h | ./holdfast signal disk-full --subject web-1 --data -"
    })
public final class SignalCommand implements Callable<Integer> {
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
      names = "--data",
      paramLabel = "FILE",
      order = 2,
      description =
          "What those who handle it want to know, at most 64 KiB; - reads standard input.")
  private @Nullable String data;

  @Option(
      names = "--severity",
      paramLabel = "S",
      order = 3,
      description =
          "Of the incident, if this opens it: low, medium, high or critical (default: medium).")
  private @Nullable String severity;

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      order = 4,
      description = "Likewise: what it is, in a few words.")
  private @Nullable String title;

  @Option(
      names = "--idempotency-key",
      paramLabel = "K",
      order = 5,
      description = "Names this signal: sent again, it is not taken again.")
  private @Nullable String key;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SignalView(api, options.output())
          .send(
              kind,
              new TypedSignal(subject, data, severity, title),
              key,
              options.surroundings().input());
    }
  }
}
