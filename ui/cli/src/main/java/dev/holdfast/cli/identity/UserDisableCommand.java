package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Disables a user. */
@Command(
    name = "disable",
    header = "Make all tokens and sessions of a user worthless at once.",
    description = "%nOperations that the user has started continue; user enable undoes it.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast user disable bob")
final class UserDisableCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The user.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new UserViews(api, options.output()).change(name, "disable");
    }
  }
}
