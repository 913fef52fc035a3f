package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Unlocks the account of a user. */
@Command(
    name = "unlock",
    header = "Let a user try the password again at once.",
    description = {
      "%nFive failed logins in 15 minutes lock an account for a minute, then for two, and so on up to"
          + " a day. This ends the lock of the account. An address that was locked stays so.%n"
    },
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast user unlock bob")
final class UserUnlockCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The user.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new UserViews(api, options.output()).unlock(name);
    }
  }
}
