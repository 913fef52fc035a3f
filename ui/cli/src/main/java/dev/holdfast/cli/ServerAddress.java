package dev.holdfast.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where the platform is and who calls: the option, the environment, the session of a login, or
 * {@code cli.json} in the launcher's home, in this order.
 *
 * @param token empty if there is none
 * @param session where the session with this platform is kept, which counts instead of the token;
 *     null for none
 */
record ServerAddress(URI url, String token, @Nullable SessionFile session) {
  static final String FILE = "cli.json";

  /**
   * @throws Failure if no platform is known, or the address is none
   */
  static ServerAddress find(Surroundings surroundings, @Nullable String option) {
    String asked = option != null ? option : surroundings.variable("HOLDFAST_SERVER");
    String token = surroundings.variable("HOLDFAST_TOKEN");
    if (!asked.isEmpty() && !token.isEmpty()) {
      return new ServerAddress(url(asked), token, null);
    }
    SessionFile kept = new SessionFile(surroundings);
    URI session = token.isEmpty() ? kept.read().map(it -> url(it.url())).orElse(null) : null;
    Path file = surroundings.home().resolve(FILE);
    if (asked.isEmpty() && session == null && !Files.exists(file)) {
      throw new Failure(
          ExitCode.UNREACHABLE,
          "no Holdfast is running here: there is no " + file,
          "./holdfast up starts it; --server URL names one elsewhere");
    }
    if (session != null && (asked.isEmpty() || session.equals(url(asked)))) {
      return new ServerAddress(session, "", kept);
    }
    if (!Files.exists(file)) {
      return new ServerAddress(url(asked), token, null);
    }
    JsonNode known = read(file);
    URI own = url(Json.text(known, "url"));
    URI url = asked.isEmpty() ? own : url(asked);
    // The launcher's own token is nobody else's business.
    String ownToken = url.equals(own) ? Json.text(known, "token") : "";
    return new ServerAddress(url, token.isEmpty() ? ownToken : token, null);
  }

  /** The same platform, for whoever has no token yet. */
  ServerAddress withoutToken() {
    return new ServerAddress(url, "", null);
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
          "write it as http://HOST:PORT or https://HOST; where --server takes a server's name, --help"
              + " says so");
    }
    return URI.create(trimmed);
  }
}
