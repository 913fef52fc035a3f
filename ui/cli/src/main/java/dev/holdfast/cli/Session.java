package dev.holdfast.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A session with a platform.
 *
 * @param url of the platform
 * @param refreshToken for the next access token; good once
 * @param authority whose certificates are trusted for it; null for those that Java trusts
 */
record Session(
    String url,
    String user,
    String id,
    String accessToken,
    Instant accessExpiresAt,
    String refreshToken,
    @Nullable Path authority) {
  private static final Duration EARLY = Duration.ofSeconds(60);

  /** What the platform has answered to a login or a refresh. */
  static Session answered(String url, @Nullable Path authority, JsonNode answer) {
    return new Session(
        url,
        Json.text(answer, "user"),
        Json.text(answer, "session"),
        Json.text(answer, "accessToken"),
        instant(Json.text(answer, "accessExpiresAt")),
        Json.text(answer, "refreshToken"),
        authority == null ? null : authority.toAbsolutePath());
  }

  static Session of(JsonNode kept) {
    String ca = Json.text(kept, "ca");
    return answered(Json.text(kept, "url"), ca.isEmpty() ? null : Path.of(ca), kept);
  }

  JsonNode json() {
    ObjectNode json =
        Json.object()
            .put("url", url)
            .put("user", user)
            .put("session", id)
            .put("accessToken", accessToken)
            .put("accessExpiresAt", accessExpiresAt.toString())
            .put("refreshToken", refreshToken);
    return authority == null ? json : json.put("ca", authority.toString());
  }

  /** Whether the access token is good for one more request. */
  boolean fresh() {
    return Instant.now().plus(EARLY).isBefore(accessExpiresAt);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /** Never with the tokens. */
  @Override
  public String toString() {
    return "session " + id + " of " + user + " at " + url;
  }
}
