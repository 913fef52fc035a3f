package dev.holdfast.cli.schedule;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A schedule as a person reads it; times are those of its own zone. */
final class ScheduleDetails {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss z");

  private final JsonNode document;
  private final JsonNode timing;
  private final ZoneId zone;

  ScheduleDetails(JsonNode document) {
    this.document = document;
    this.timing = document.path("timing");
    this.zone = zone(Json.text(timing, "zone"));
  }

  String name() {
    return Json.text(document, "name");
  }

  String state() {
    return Json.text(document, "state");
  }

  String operation() {
    return Json.text(document, "operation");
  }

  String selector() {
    return Json.text(document, "selector");
  }

  String owner() {
    return Json.text(document, "owner");
  }

  /** When it starts something: {@code 0 3 * * * Europe/Berlin}, {@code every 6h}. */
  String when() {
    String cron = Json.text(timing, "cron");
    return cron.isEmpty() ? "every " + seconds("everySeconds") : cron + " " + zone;
  }

  /** The next start; empty where there is none. */
  String next() {
    List<JsonNode> next = Json.list(document, "next");
    return next.isEmpty() ? "" : time(next.getFirst().asString());
  }

  /** Until when its plans are approved without review; empty where each waits. */
  String approvedUntil() {
    return time(Json.text(document, "approvedUntil"));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String note = Json.text(document, "note");
    lines.add("schedule   " + name());
    lines.add("state      " + state() + (note.isEmpty() ? "" : ": " + Printable.line(note)));
    lines.add("starts     " + operation() + " on " + selector() + ", for " + owner());
    lines.add("when       " + when());
    lines.add("policy     " + policy());
    lines.add(
        "approval   "
            + (approvedUntil().isEmpty()
                ? "each plan waits for it"
                : "without review until " + approvedUntil()));
    String title = "next       ";
    for (JsonNode next : Json.list(document, "next")) {
      lines.add(title + time(next.asString()));
      title = "           ";
    }
    return lines;
  }

  /** What came of it when it was due. */
  Table runs() {
    Table table = new Table("DUE", "OPERATION", "STATE", "ERROR").withState(2);
    for (JsonNode run : Json.list(document, "runs")) {
      String operation = Json.text(run, "operation");
      table.row(
          time(Json.text(run, "at")),
          operation,
          operation.isEmpty() ? "not started" : Json.text(run, "state"),
          Json.text(run, "error"));
    }
    return table;
  }

  private String policy() {
    return "overlap "
        + Json.text(timing, "overlap")
        + ", catch-up "
        + seconds("catchUpSeconds")
        + (Json.number(timing, "jitterSeconds") > 0 ? ", jitter " + seconds("jitterSeconds") : "")
        + (Json.flag(timing, "pauseOnFailure") ? ", pauses on failure" : "");
  }

  private String seconds(String field) {
    Duration duration = Duration.ofSeconds(timing.path(field).asLong(0));
    long seconds = duration.toSeconds();
    if (seconds > 0 && seconds % 86_400 == 0) {
      return duration.toDays() + "d";
    }
    if (seconds > 0 && seconds % 3_600 == 0) {
      return duration.toHours() + "h";
    }
    return seconds > 0 && seconds % 60 == 0 ? duration.toMinutes() + "m" : seconds + "s";
  }

  private String time(String instant) {
    try {
      return instant.isEmpty() ? "" : TIME.format(Instant.parse(instant).atZone(zone));
    } catch (DateTimeParseException e) {
      return instant;
    }
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneId.of("UTC");
    }
  }
}
