package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What an operation waits for, in short paragraphs. */
record ExplanationView(Clock clock, Style style) {
  private static final Set<String> ENDED =
      Set.of("succeeded", "failed", "cancelled", "skipped", "undone");

  List<String> lines(JsonNode explanation) {
    String id = Json.text(explanation, "operation");
    String state = Json.text(explanation, "state");
    List<String> lines = new ArrayList<>();
    lines.add(style.bold(id) + " " + style.state(state));
    List<JsonNode> reasons = Json.list(explanation, "reasons");
    if (reasons.isEmpty()) {
      lines.add(
          ENDED.contains(state)
              ? "It has ended and waits for nothing."
              : "It is between two steps; nothing stands in its way.");
    }
    List<String> failure = FailureView.lines(explanation.path("failure"));
    if (!failure.isEmpty()) {
      lines.add(
          "It has failed: " + Printable.line(Json.text(explanation.path("failure"), "message")));
      failure.forEach(line -> lines.add("  " + line));
    }
    for (JsonNode rejection : Json.list(explanation, "rejections")) {
      String server = Json.text(rejection, "server");
      lines.add(
          "%s was rejected by %s at %s: %s"
              .formatted(
                  server.isEmpty() ? "Its plan" : "The plan for " + Printable.line(server),
                  Printable.line(Json.text(rejection, "by")),
                  Phrases.time(Json.text(rejection, "at"), clock.getZone()),
                  Printable.line(Json.text(rejection, "reason"))));
    }
    for (JsonNode reason : reasons) {
      lines.add("");
      lines.addAll(paragraph(id, reason));
    }
    return lines;
  }

  private List<String> paragraph(String id, JsonNode reason) {
    String server = Json.text(reason, "server");
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s waits for %s."
            .formatted(
                style.bold(server.isEmpty() ? id : Printable.line(server)),
                Printable.line(Json.text(reason, "waitingFor"))));
    add(lines, "since", past(Json.text(reason, "since")));
    add(lines, "next attempt", future(Json.text(reason, "nextRetryAt")));
    add(lines, "last error", Printable.line(Json.text(reason, "lastError")));
    FailureView.lines(reason.path("failure")).forEach(line -> lines.add("    " + line));
    add(lines, "what to do", Printable.line(Json.text(reason, "remedy")));
    return lines;
  }

  private static void add(List<String> lines, String label, String text) {
    if (!text.isEmpty()) {
      lines.add("  " + label + ": " + text);
    }
  }

  private String past(String instant) {
    return at(
        instant,
        time ->
            time.isAfter(clock.instant().minusSeconds(1))
                ? "%s"
                : "%s (for " + Phrases.duration(Duration.between(time, clock.instant())) + ")");
  }

  private String future(String instant) {
    return at(
        instant,
        time ->
            clock.instant().isBefore(time)
                ? "%s (in "
                    + Phrases.duration(Duration.between(clock.instant(), time).plusMillis(999))
                    + ")"
                : "now");
  }

  private String at(String instant, Function<Instant, String> format) {
    try {
      return instant.isEmpty()
          ? ""
          : format.apply(Instant.parse(instant)).formatted(Phrases.time(instant, clock.getZone()));
    } catch (DateTimeParseException e) {
      return Printable.line(instant);
    }
  }
}
