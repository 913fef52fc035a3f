package dev.holdfast.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where the platform is and who calls: the option, the environment, or {@code cli.json} in the
 * launcher's home, in this order.
 *
 * @param token empty if there is none
 */
record ServerAddress(URI url, String token) {
  static final String FILE = "cli.json";

  /**
   * @throws Failure if no platform is known, or the address is none
   */
  static ServerAddress find(Surroundings surroundings, @Nullable String option) {
    String asked = option != null ? option : surroundings.variable("HOLDFAST_SERVER");
    String token = surroundings.variable("HOLDFAST_TOKEN");
    Path file = surroundings.home().resolve(FILE);
    if (!asked.isEmpty() && !token.isEmpty()) {
      return new ServerAddress(url(asked), token);
    }
    if (!Files.exists(file)) {
      if (!asked.isEmpty()) {
        return new ServerAddress(url(asked), token);
      }
      throw new Failure(
          ExitCode.UNREACHABLE,
          "no Holdfast is running here: there is no " + file,
          "./holdfast up starts it; --server URL names one elsewhere");
    }
    JsonNode known = read(file);
    URI own = url(Json.text(known, "url"));
    URI url = asked.isEmpty() ? own : url(asked);
    // The launcher's own token is nobody else's business.
    String ownToken = url.equals(own) ? Json.text(known, "token") : "";
    return new ServerAddress(url, token.isEmpty() ? ownToken : token);
  }

  boolean encrypted() {
    return "https".equals(url.getScheme());
  }

  private static JsonNode read(Path file) {
    try {
      return Json.parse(Files.readString(file));
    } catch (IOException | JacksonException e) {
      throw new Failure(
          ExitCode.REFUSED,
          "cannot read " + file + ", which holds the address and the token",
          "run as the user who started Holdfast, or set HOLDFAST_SERVER and HOLDFAST_TOKEN");
    }
  }

  private static URI url(String text) {
    String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (!trimmed.matches("https?://[^/\\s?#]+(/[^\\s?#]*)?")) {
      throw Failure.usage(
          "'" + text + "' is not the address of a platform",
          "write it as http://HOST:PORT or https://HOST");
    }
    return URI.create(trimmed);
  }
}
