package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds a user. */
@Command(
    name = "add",
    header = "Add a user, who may do nothing yet.",
    description =
        "%nA name begins with a-z and has at most 63 characters of a-z, 0-9, dots, _ and -.%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast user add bob", "  ./holdfast grant add bob operator --scope env=dev"})
final class UserAddCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The user.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new UserViews(api, options.output()).add(name);
    }
  }
}
