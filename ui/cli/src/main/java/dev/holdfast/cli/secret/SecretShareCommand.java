package dev.holdfast.cli.secret;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a link that shows a secret once. */
@Command(
    name = "share",
    header = "Make a link and a QR code that show a secret once.",
    description = {
      "%nWhoever opens the link presses a button and sees the newest value. After that, or when its"
          + " time is over, the link shows nothing. A program that only looks at the link does not use"
          + " it up.",
      "%nThe link leads to the address of the API. The audit says who made and who opened it.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast secret share wifi-password",
      "  ./holdfast secret share wifi-password --expires 15m --png wifi.png"
    })
final class SecretShareCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The secret, which secret list shows.")
  private String name = "";

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      order = 1,
      converter = DurationConverter.class,
      description = "After which it shows nothing, such as 15m, 8h, 2d (default: 1h, at most 7d).")
  private Duration expires = Duration.ofHours(1);

  @Option(
      names = "--png",
      paramLabel = "FILE",
      order = 2,
      description = "Write the QR code to a file, which nobody but you can read.")
  private @Nullable Path png;

  @Option(names = "--no-qr", order = 3, description = "Print the link alone.")
  private boolean withoutCode;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SharedLink(api, options.output(), options.surroundings().terminal())
          .make(name, expires, png, !withoutCode);
    }
  }
}
