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
import picocli.CommandLine.Option;

/** Opens the Temporal Web UI. */
@Command(
    name = "temporal",
    header = "Open the Temporal Web UI, where every operation reads like a runbook.",
    description = {
      "%nMakes a link that signs you in once, so that the Web UI can decode what it shows, and opens"
          + " it in the browser; where there is no display, prints it.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast ui temporal", "  ./holdfast ui temporal --print"})
final class UiTemporalCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(names = "--print", order = 1, description = "Print the link, open nothing.")
  private boolean print;

  @Override
  public Integer call() {
    Output output = options.output();
    try (ApiClient api = platform.api(options)) {
      var link = api.post("/auth/links", Json.object().put("target", "temporal"));
      String url = Json.text(link, "url");
      if (output.json()) {
        output.document(link);
      } else if (print || !Browser.open(url, options.surroundings())) {
        output.line(url);
        output.message("The link works once, within a few minutes.");
      } else {
        output.message("Opened in the browser.");
      }
      return ExitCode.DONE.code();
    }
  }
}
