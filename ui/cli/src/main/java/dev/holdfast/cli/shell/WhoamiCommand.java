package dev.holdfast.cli.shell;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells who the platform takes you for. */
@Command(
    name = "whoami",
    header = "Show who you are to the platform, and which platform that is.",
    description = "%nAsks the platform whose token this is.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast whoami")
public final class WhoamiCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    Output output = options.output();
    try (ApiClient api = platform.api(options)) {
      var me = api.get("/me");
      if (output.json()) {
        output.document(me);
      } else {
        output.line(
            Json.text(me, "name")
                + (Json.flag(me, "admin") ? " (administrator)" : "")
                + " at "
                + api.url());
      }
      return ExitCode.DONE.code();
    }
  }
}
