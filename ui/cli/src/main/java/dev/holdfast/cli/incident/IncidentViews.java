package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.Phrases;
import dev.holdfast.cli.operation.StartOptions;
import dev.holdfast.cli.operation.StartedOperation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about incidents, tells it of them, and shows its answers. */
final class IncidentViews {
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  IncidentViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  /** Which incidents are listed; null for all. */
  record Filter(
      @Nullable String kind,
      @Nullable String subject,
      @Nullable String severity,
      @Nullable String owner) {}

  int open(String kind, String subject, @Nullable String severity, @Nullable String title) {
    ObjectNode body = Json.object().put("kind", kind).put("subject", subject);
    put(body, "severity", severity);
    put(body, "title", title);
    JsonNode incident = api.postOnce("/incidents", body, key());
    return output.answer(
        incident,
        () -> {
          output.line(Json.text(incident, "id"));
          output.message("Opened: " + kind + " of " + subject + ".");
        });
  }

  int list(@Nullable String state, Filter filter) {
    StringBuilder query = new StringBuilder("/incidents");
    query(query, "state", state);
    query(query, "kind", filter.kind());
    query(query, "subject", filter.subject());
    query(query, "severity", filter.severity());
    query(query, "owner", filter.owner());
    List<JsonNode> incidents = Pages.read(api, query.toString(), MOST);
    return output.list(
        incidents,
        "No incidents. ./holdfast incident list --all shows those that are closed, too.",
        () -> {
          Table table =
              new Table("ID", "STATE", "SEVERITY", "KIND", "SUBJECT", "OWNER", "SIGNALS", "OPENED");
          incidents.forEach(incident ->
              table.row(
                  Json.text(incident, "id"),
                  Json.text(incident, "state"),
                  Json.text(incident, "severity"),
                  Json.text(incident, "kind"),
                  Json.text(incident, "subject"),
                  Json.text(incident, "owner"),
                  Integer.toString(Json.number(incident, "signals")),
                  Phrases.time(incident, "openedAt")));
          return table;
        });
  }

  int show(String id) {
    JsonNode incident = api.get(path(id));
    if (output.json()) {
      output.document(incident);
      return ExitCode.DONE.code();
    }
    var details = new IncidentDetails(incident);
    details.lines().forEach(output::line);
    List<JsonNode> entries = Pages.read(api, path(id) + "/timeline", MOST);
    output.line("");
    IncidentDetails.timeline(entries, IncidentDetails.SHOWN).forEach(output::line);
    return ExitCode.DONE.code();
  }

  int timeline(String id, @Nullable String entry) {
    if (entry != null) {
      JsonNode found = api.get(path(id) + "/timeline/" + Pages.encode(entry));
      return output.answer(
          found, () -> IncidentDetails.timeline(List.of(found), 1).forEach(output::line));
    }
    List<JsonNode> entries = Pages.read(api, path(id) + "/timeline", MOST);
    if (output.json()) {
      output.document(Json.of(entries));
    } else {
      IncidentDetails.timeline(entries, entries.size()).forEach(output::line);
    }
    return ExitCode.DONE.code();
  }

  int assign(String id, @Nullable String user, boolean nobody) {
    if ((user == null) != nobody) {
      throw Failure.usage(
          "nothing says whose it is, or two things do", "give either a user or --nobody");
    }
    ObjectNode body = Json.object().put("user", user);
    return tell(id, "assign", body, user == null ? "It is nobody's." : "It is " + user + "'s.");
  }

  int note(String id, String text) {
    return tell(id, "note", Json.object().put("text", text), "Noted.");
  }

  int severity(String id, String severity, @Nullable String reason) {
    ObjectNode body = Json.object().put("severity", severity);
    put(body, "reason", reason);
    return tell(id, "severity", body, "Its severity is " + severity + ".");
  }

  int addTask(String id, String text) {
    JsonNode incident = api.postOnce(path(id) + "/tasks", Json.object().put("text", text), key());
    List<JsonNode> tasks = Json.list(incident, "tasks");
    return output.answer(
        incident,
        () -> {
          if (!tasks.isEmpty()) {
            output.line(Json.text(tasks.getLast(), "id"));
          }
          output.message("Added.");
        });
  }

  int finishTask(String id, String task) {
    return tell(id, "tasks/" + Pages.encode(task) + "/done", Json.object(), "Done.");
  }

  int evidence(String id, String reference, @Nullable String text) {
    ObjectNode body = Json.object().put("reference", reference);
    put(body, "text", text);
    return tell(id, "evidence", body, "Added.");
  }

  int link(String id, String operation) {
    return tell(id, "operations", Json.object().put("operation", operation), "Linked.");
  }

  /** Starts an operation for it and tells of that as {@code run} does. */
  int run(
      String id,
      String type,
      String selector,
      @Nullable String input,
      List<String> settings,
      StartOptions start,
      OutputOptions options) {
    ObjectNode body = Json.object();
    body.set("start", StartedOperation.request(options, start, type, selector, input, settings));
    JsonNode added = api.postOnce(path(id) + "/operations", body, start.key());
    JsonNode started = api.get("/operations/" + Pages.encode(Json.text(added, "operation")));
    return StartedOperation.told(api, options, started, start);
  }

  int close(String id, String reason) {
    return tell(id, "close", Json.object().put("reason", reason), "Closed.");
  }

  int report(String id, @Nullable Path file) {
    JsonNode report = api.get(path(id) + "/report");
    String markdown = Json.text(report, "markdown");
    if (file == null) {
      if (output.json()) {
        output.document(report);
      } else {
        output.raw(markdown);
      }
      return ExitCode.DONE.code();
    }
    try {
      Files.writeString(file, markdown, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw Failure.usage(
          file + " cannot be written: " + e, "name a file in a directory that is there");
    }
    output.message("Written to " + file + ".");
    return ExitCode.DONE.code();
  }

  private int tell(String id, String what, JsonNode body, String done) {
    JsonNode incident = api.postOnce(path(id) + "/" + what, body, key());
    return output.answer(incident, () -> output.message(done));
  }

  /** So that what is sent again by itself is taken once. */
  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static void put(ObjectNode body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  private static void query(StringBuilder query, String name, @Nullable String value) {
    if (value != null) {
      query
          .append(query.indexOf("?") < 0 ? '?' : '&')
          .append(name)
          .append('=')
          .append(Pages.encode(value));
    }
  }

  private static String path(String id) {
    return "/incidents/" + Pages.encode(id);
  }
}
