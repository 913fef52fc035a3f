package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Let a user log in through the provider no more. */
@Command(
    name = "unlink",
    header = "Let a user log in through the provider no more.",
    description =
        "%nEnds what groups have given the user, and the sessions that began through the provider.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast user unlink bob")
final class UserUnlinkCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The user.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new UserViews(api, options.output()).unlink(name);
    }
  }
}
