package dev.holdfast.cli.shell;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import tools.jackson.databind.JsonNode;

/** Opens a page of the platform with a link that signs the browser in, once. */
final class SignedInLink {
  private SignedInLink() {}

  /**
   * The exit code.
   *
   * @param to the page, as the API names it
   * @param print whether to print the link and open nothing
   */
  static int open(OutputOptions options, PlatformOptions platform, String to, boolean print) {
    Output output = options.output();
    try (ApiClient api = platform.api(options)) {
      JsonNode link = api.post("/auth/links", Json.object().put("to", to));
      String url = Json.text(link, "url");
      if (output.json()) {
        output.document(link);
      } else if (print || !Browser.open(url, options.surroundings())) {
        output.line(url);
        output.message("The link works once, within a minute.");
      } else {
        output.message("Opened in the browser.");
      }
      return ExitCode.DONE.code();
    }
  }
}
