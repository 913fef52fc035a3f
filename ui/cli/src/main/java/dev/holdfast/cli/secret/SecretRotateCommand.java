package dev.holdfast.cli.secret;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a secret a new version. */
@Command(
    name = "rotate",
    header = "Give a secret that is there a new value.",
    description =
        "%nWhat uses it gets the new value the next time it runs; what names a version keeps that.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast secret rotate db-password --generate 32",
      "  ./holdfast secret rotate tls-key --file new.key"
    })
final class SecretRotateCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private ValueOptions value = new ValueOptions();

  @Parameters(paramLabel = "NAME", description = "The secret, which secret list shows.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SecretViews(api, options.output())
          .rotate(name, new NewValue(value, options.surroundings()));
    }
  }
}
