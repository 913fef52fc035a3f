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
 * @param authority whose certificates are trusted for it; null for those that Java trusts
 * @param session where the session with this platform is kept, which counts instead of the token;
 *     null for none
 */
record ServerAddress(
    URI url, String token, @Nullable SessionFile session, @Nullable Path authority) {
  static final String FILE = "cli.json";

  /**
   * @param ca the file of the authority that was asked for; null for none
   * @throws Failure if no platform is known, or the address is none
   */
  static ServerAddress find(
      Surroundings surroundings, @Nullable String option, @Nullable String ca) {
    String variable = surroundings.variable("HOLDFAST_TLS_CA");
    Path given = ca != null ? Path.of(ca) : variable.isEmpty() ? null : Path.of(variable);
    String asked = option != null ? option : surroundings.variable("HOLDFAST_SERVER");
    String token = surroundings.variable("HOLDFAST_TOKEN");
    if (!asked.isEmpty() && !token.isEmpty()) {
      return new ServerAddress(url(asked), token, null, given);
    }
    SessionFile kept = new SessionFile(surroundings);
    Session before = token.isEmpty() ? kept.read().orElse(null) : null;
    Path file = surroundings.home().resolve(FILE);
    if (asked.isEmpty() && before == null && !Files.exists(file)) {
      throw new Failure(
          ExitCode.UNREACHABLE,
          "no Holdfast is running here: there is no " + file,
          "./holdfast up starts it; --server URL names one elsewhere");
    }
    if (before != null && (asked.isEmpty() || url(before.url()).equals(url(asked)))) {
      return new ServerAddress(
          url(before.url()), "", kept, given != null ? given : before.authority());
    }
    if (!Files.exists(file)) {
      return new ServerAddress(url(asked), token, null, given);
    }
    JsonNode known = read(file);
    URI own = url(Json.text(known, "url"));
    URI url = asked.isEmpty() ? own : url(asked);
    // The launcher's own token is nobody else's business.
    String ownToken = url.equals(own) ? Json.text(known, "token") : "";
    String ownCa = url.equals(own) ? Json.text(known, "ca") : "";
    return new ServerAddress(
        url,
        token.isEmpty() ? ownToken : token,
        null,
        given != null || ownCa.isEmpty() ? given : Path.of(ownCa));
  }

  /** The same platform, for whoever has no token yet. */
  ServerAddress withoutToken() {
    return new ServerAddress(url, "", null, authority);
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
