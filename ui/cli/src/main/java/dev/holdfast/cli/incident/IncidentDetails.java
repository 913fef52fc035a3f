package dev.holdfast.cli.incident;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.operation.Phrases;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** An incident as a person reads it. */
final class IncidentDetails {
  /** Entries of the timeline that are shown with the incident. */
  static final int SHOWN = 20;

  private final JsonNode document;

  IncidentDetails(JsonNode document) {
    this.document = document;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("incident   " + text("id"));
    lines.add("what       " + text("kind") + " of " + text("subject"));
    if (!text("title").isEmpty()) {
      lines.add("title      " + text("title"));
    }
    lines.add("state      " + text("state"));
    lines.add("severity   " + text("severity"));
    lines.add("owner      " + (text("owner").isEmpty() ? "nobody" : text("owner")));
    lines.add("opened     " + Phrases.time(document, "openedAt") + " by " + text("openedBy"));
    if (!text("closedAt").isEmpty()) {
      lines.add("closed     " + Phrases.time(document, "closedAt") + " by " + text("closedBy"));
      lines.add("resolution " + text("resolution"));
    }
    lines.add("signals    " + Json.number(document, "signals"));
    part(lines, "tasks      ", Json.list(document, "tasks").stream().map(IncidentDetails::task));
    part(
        lines,
        "evidence   ",
        Json.list(document, "evidence").stream().map(IncidentDetails::evidence));
    part(
        lines,
        "operations ",
        Json.list(document, "operations").stream().map(IncidentDetails::operation));
    return lines;
  }

  private static void part(List<String> lines, String title, Stream<String> items) {
    List<String> all = items.toList();
    for (int i = 0; i < all.size(); i++) {
      lines.add((i == 0 ? title : " ".repeat(title.length())) + Printable.line(all.get(i)));
    }
  }

  private static String task(JsonNode task) {
    return "%s %s %s"
        .formatted(
            Json.text(task, "doneBy").isEmpty() ? "[ ]" : "[x]",
            Json.text(task, "id"),
            Json.text(task, "text"));
  }

  private static String evidence(JsonNode evidence) {
    String text = Json.text(evidence, "text");
    return Json.text(evidence, "reference") + (text.isEmpty() ? "" : ": " + text);
  }

  private static String operation(JsonNode child) {
    String type = Json.text(child, "type");
    return Json.text(child, "id")
        + (type.isEmpty() ? "" : " " + type + " " + Json.text(child, "state"));
  }

  /** The last entries of a timeline, each with what somebody wrote under it. */
  static List<String> timeline(List<JsonNode> entries, int most) {
    List<String> lines = new ArrayList<>();
    int left = Math.max(0, entries.size() - most);
    if (left > 0) {
      lines.add("(" + left + " earlier entries: ./holdfast incident timeline shows them)");
    }
    for (JsonNode entry : entries.subList(left, entries.size())) {
      String reference = Json.text(entry, "reference");
      lines.add(
          "%s  %s by %s%s"
              .formatted(
                  Phrases.time(entry, "at"),
                  Json.text(entry, "kind"),
                  Printable.line(Json.text(entry, "by")),
                  reference.isEmpty() ? "" : ": " + Printable.line(reference)));
      Json.text(entry, "text").lines().forEach(line -> lines.add("    " + Printable.clean(line)));
      if (Json.flag(entry, "cut")) {
        lines.add("    … --entry " + Json.text(entry, "id") + " shows the rest");
      }
    }
    return lines;
  }

  private String text(String field) {
    return Printable.line(Json.text(document, field));
  }
}
