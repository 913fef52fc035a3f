package dev.holdfast.cli.schedule;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks the platform about schedules and shows its answers. */
final class ScheduleViews {
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  ScheduleViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int create(NewSchedule wanted, InputStream standardInput) {
    JsonNode document = api.post("/schedules", wanted.json(standardInput));
    if (output.json()) {
      output.document(document);
      return ExitCode.DONE.code();
    }
    var schedule = new ScheduleDetails(document);
    output.line(schedule.name());
    output.message(
        schedule.state().equals("pending")
            ? "Created; it starts nothing before Temporal can be reached."
            : "Created. Its next start is at " + schedule.next() + ".");
    if (!schedule.approvedUntil().isEmpty()) {
      output.message(
          "Its plans are approved without review until " + schedule.approvedUntil() + ".");
    }
    return ExitCode.DONE.code();
  }

  int list() {
    List<JsonNode> documents = Pages.read(api, "/schedules", MOST);
    if (output.json()) {
      output.document(Json.of(documents));
      return ExitCode.DONE.code();
    }
    Table table =
        new Table("NAME", "STATE", "OPERATION", "SERVERS", "WHEN", "NEXT", "OWNER").withState(1);
    for (JsonNode document : documents) {
      var schedule = new ScheduleDetails(document);
      table.row(
          schedule.name(),
          schedule.state(),
          schedule.operation(),
          schedule.selector(),
          schedule.when(),
          schedule.next(),
          schedule.owner());
    }
    if (table.isEmpty()) {
      output.message("No schedules. ./holdfast schedule create --help says how to make one.");
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }

  int show(String name, int next) {
    JsonNode document = api.get(path(name) + "?next=" + next);
    if (output.json()) {
      output.document(document);
      return ExitCode.DONE.code();
    }
    var schedule = new ScheduleDetails(document);
    schedule.lines().forEach(output::line);
    Table runs = schedule.runs();
    if (runs.isEmpty()) {
      output.message("It has not started anything yet.");
    } else {
      output.line("");
      output.table(runs);
    }
    return ExitCode.DONE.code();
  }

  int pause(String name, @Nullable String note) {
    JsonNode body = note == null ? Json.object() : Json.object().put("note", note);
    return ask(name, "pause", body, "Paused " + name + ".");
  }

  int resume(String name) {
    return ask(name, "resume", Json.object(), "Resumed " + name + ".");
  }

  int trigger(String name) {
    return ask(name, "trigger", Json.object(), "Triggered " + name + "." + look(name));
  }

  int backfill(String name, String from, String to) {
    JsonNode body = Json.object().put("from", from).put("to", to);
    return ask(name, "backfill", body, "Started what " + name + " missed." + look(name));
  }

  int delete(String name) {
    JsonNode answer = api.delete(path(name));
    if (output.json()) {
      output.document(answer);
    } else {
      output.message("Deleted schedule " + name + ". What it has started continues.");
    }
    return ExitCode.DONE.code();
  }

  private int ask(String name, String what, JsonNode body, String done) {
    JsonNode document = api.post(path(name) + "/" + what, body);
    if (output.json()) {
      output.document(document);
    } else {
      output.message(done);
    }
    return ExitCode.DONE.code();
  }

  private static String look(String name) {
    return " ./holdfast schedule show " + name + " shows what comes of it.";
  }

  private static String path(String name) {
    return "/schedules/" + Pages.encode(name);
  }
}
