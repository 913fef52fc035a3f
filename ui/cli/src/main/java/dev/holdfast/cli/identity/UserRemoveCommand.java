package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a user. */
@Command(
    name = "remove",
    header = "Remove a user with its tokens and grants.",
    description =
        "%nA user who has started operations can be disabled only: their records name it.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast user remove bob")
final class UserRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The user.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new UserViews(api, options.output()).remove(name);
    }
  }
}
