package dev.holdfast.cli.containers;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.operation.Phrases;
import tools.jackson.databind.JsonNode;

/** What is shown of a quarantine that has begun or ended. */
final class QuarantineView {
  private QuarantineView() {}

  /**
   * Tells what was done on each server.
   *
   * @param operation as the API tells of it
   */
  static void tell(JsonNode operation, Output output) {
    for (JsonNode server : Json.list(operation, "servers")) {
      String name = Json.text(server, "name");
      JsonNode outcome = server.path("outcome");
      lines(outcome, "plan", name, output);
      lines(outcome, "notes", name, output);
      lines(outcome, "missing", name, output);
      evidence(outcome, name, output);
      if (outcome.has("expiresAt")) {
        output.message(
            "%s: until %s; then %s"
                .formatted(
                    name,
                    until(outcome),
                    Json.text(outcome, "atExpiry").equals("ask")
                        ? "somebody is asked: ./holdfast approvals list"
                        : "it is released"));
      }
    }
  }

  /** When a quarantine ends, as every other command shows a time. */
  static String until(JsonNode quarantine) {
    return Phrases.time(quarantine, "expiresAt");
  }

  /** What becomes of a container when its time is over, or is becoming of it. */
  static String then(JsonNode quarantined) {
    String decision = Json.text(quarantined, "decision");
    if (decision.isEmpty()) {
      return Json.text(quarantined, "atExpiry");
    }
    return asks(quarantined)
        ? "asked in " + decision
        : decision + " " + Json.text(quarantined, "decisionState");
  }

  /** Whether somebody is to decide now. */
  static boolean asks(JsonNode quarantined) {
    return Json.text(quarantined, "decisionState").equals("awaiting-approval");
  }

  private static void lines(JsonNode outcome, String field, String server, Output output) {
    Json.list(outcome, field)
        .forEach(line -> output.message(server + ": " + Printable.line(line.asString())));
  }

  private static void evidence(JsonNode outcome, String server, Output output) {
    for (JsonNode file : Json.list(outcome, "evidence")) {
      output.message(
          "%s: evidence %s, %d bytes%s, SHA-256 %s"
              .formatted(
                  server,
                  Printable.line(Json.text(file, "name")),
                  file.path("bytes").asLong(0),
                  Json.flag(file, "cut") ? " (cut: there was more)" : "",
                  Json.text(file, "sha256")));
    }
  }
}
