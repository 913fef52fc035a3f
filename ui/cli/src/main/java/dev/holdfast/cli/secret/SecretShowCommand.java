package dev.holdfast.cli.secret;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a secret. */
@Command(
    name = "show",
    header = "Show what is known of a secret, and with --reveal its value.",
    description = {
      "%nShows its versions, which profiles and schedules name it, and which operations used it.",
      "%n--reveal prints the value alone, byte by byte. The audit says who did that.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast secret show db-password",
      "  ./holdfast secret show db-password --reveal --version 2"
    })
final class SecretShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The secret, which secret list shows.")
  private String name = "";

  @Option(names = "--reveal", order = 1, description = "Print the value; it takes secrets:reveal.")
  private boolean reveal;

  @Option(
      names = "--version",
      paramLabel = "N",
      order = 2,
      description = "With --reveal: of this version (default: the newest).")
  private @Nullable Integer version;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      SecretViews views = new SecretViews(api, options.output());
      return reveal
          ? views.reveal(name, version, options.surroundings().bytes())
          : views.show(name);
    }
  }
}
