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

/** Removes a secret. */
@Command(
    name = "remove",
    header = "Delete a secret, or one old version of it, for good.",
    description = {
      "%nA secret that a profile or a schedule names, or that a server may still hold, is not deleted without --force.",
      "%nServers keep what they were given. It is no longer masked in what they print.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast secret remove db-password",
      "  ./holdfast secret remove db-password --version 2"
    })
final class SecretRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The secret, which secret list shows.")
  private String name = "";

  @Option(
      names = "--version",
      paramLabel = "N",
      order = 1,
      description = "Only this version; the newest stays as long as the secret.")
  private @Nullable Integer version;

  @Option(
      names = "--force",
      order = 2,
      description =
          "Even if a profile or a schedule names it, which fail from then on, or a server may still hold it.")
  private boolean force;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SecretViews(api, options.output()).remove(name, version, force);
    }
  }
}
