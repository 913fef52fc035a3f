package dev.holdfast.cli.server;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.operation.Phrases;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/** Whether a server could be reached when somebody tried last, and when that was. */
final class ContactView {
  private ContactView() {}

  /** {@code yes, 3 min ago}, {@code no, for 2 h}, or {@code not tried}. */
  static String brief(JsonNode server, Instant now) {
    JsonNode contact = server.path("contact");
    return switch (Json.text(contact, "state")) {
      case "reachable" -> "yes, " + ago(contact, "reachedAt", now) + " ago";
      case "unreachable" -> "no, for " + ago(contact, "since", now);
      case "unknown" -> "not tried";
      default -> "";
    };
  }

  /** The same with times. */
  static String whole(JsonNode server, Instant now) {
    JsonNode contact = server.path("contact");
    String reached = time(contact, "reachedAt");
    return switch (Json.text(contact, "state")) {
      case "reachable" -> "yes, at %s (%s ago)".formatted(reached, ago(contact, "reachedAt", now));
      case "unreachable" ->
          "no, since %s (for %s); tried last at %s; %s"
              .formatted(
                  time(contact, "since"),
                  ago(contact, "since", now),
                  time(contact, "triedAt"),
                  reached.isEmpty() ? "never reached before" : "reached last at " + reached);
      case "unknown" -> "nobody has tried at this address; ./holdfast server check does";
      default -> "";
    };
  }

  private static String time(JsonNode contact, String field) {
    String at = Json.text(contact, field);
    return at.isEmpty() ? "" : Phrases.time(at, ZoneId.systemDefault());
  }

  private static String ago(JsonNode contact, String field, Instant now) {
    try {
      Duration ago = Duration.between(Instant.parse(Json.text(contact, field)), now);
      return Phrases.duration(ago.isNegative() ? Duration.ZERO : ago);
    } catch (DateTimeParseException e) {
      return "?";
    }
  }
}
