package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Grants a role. */
@Command(
    name = "add",
    header = "Give a user a role.",
    description = "%nYou may only give what you may do everywhere yourself.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast grant add bob operator --scope env=dev",
      "  ./holdfast grant add eve admin --expires-in 8h"
    })
final class GrantAddCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "USER", description = "The user.")
  private String user = "";

  @Parameters(index = "1", paramLabel = "ROLE", description = "The role; role list shows them.")
  private String role = "";

  @Option(
      names = "--scope",
      paramLabel = "SELECTOR",
      order = 1,
      description = "The servers it is good for (default: all).")
  private String scope = "all";

  @Option(
      names = "--expires-in",
      paramLabel = "DURATION",
      order = 2,
      converter = LifetimeConverter.class,
      description = "When it ends by itself: 30m, 8h or 90d (default: never).")
  private @Nullable Duration expiresIn;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new GrantViews(api, options.output()).add(user, role, scope, expiresIn);
    }
  }
}
