package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a second factor away. */
@Command(
    name = "remove",
    header = "Let a login ask for the password only.",
    description =
        "%nYour own takes a code or a recovery code; another user's what setting its password takes.%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast user mfa remove", "  ./holdfast user mfa remove bob"})
final class UserMfaRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The user (default: you).")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SecondFactorViews(api, options).remove(name);
    }
  }
}
