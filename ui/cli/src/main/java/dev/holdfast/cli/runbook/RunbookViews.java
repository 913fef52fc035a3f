package dev.holdfast.cli.runbook;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Asks the platform about runbooks and shows its answers. */
final class RunbookViews {
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  RunbookViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int validate(String file, InputStream standardInput) {
    JsonNode valid =
        api.post("/runbooks/validate", Json.object().put("text", text(file, standardInput)));
    if (output.json()) {
      output.document(valid);
    } else {
      int steps = Json.number(valid, "steps");
      output.line(
          "%s is valid: %s, %d %s"
              .formatted(
                  Json.text(valid, "name"),
                  Printable.line(Json.text(valid, "title")),
                  steps,
                  steps == 1 ? "step" : "steps"));
    }
    return ExitCode.DONE.code();
  }

  int add(String file, InputStream standardInput) {
    JsonNode runbook = api.put("/runbooks", Json.object().put("text", text(file, standardInput)));
    if (output.json()) {
      output.document(runbook);
      return ExitCode.DONE.code();
    }
    String name = Json.text(runbook, "name");
    output.line(name);
    output.message("Version " + Json.number(runbook, "version") + ".");
    output.message("Start it:  ./holdfast run " + name + " SELECTOR" + required(runbook));
    return ExitCode.DONE.code();
  }

  /** The inputs that have to be given. */
  private static String required(JsonNode runbook) {
    var options = new StringBuilder();
    runbook
        .path("inputs")
        .properties()
        .forEach(input -> {
          if (!input.getValue().has("default")) {
            options.append(" --set ").append(input.getKey()).append("=…");
          }
        });
    return options.toString();
  }

  int list() {
    List<JsonNode> documents = Pages.read(api, "/runbooks", MOST);
    if (output.json()) {
      output.document(Json.of(documents));
      return ExitCode.DONE.code();
    }
    Table table = new Table("NAME", "VERSION", "TITLE", "ADDED BY");
    for (JsonNode document : documents) {
      table.row(
          Json.text(document, "name"),
          String.valueOf(Json.number(document, "version")),
          Printable.line(Json.text(document, "title")),
          Printable.line(Json.text(document, "addedBy")));
    }
    if (table.isEmpty()) {
      output.message("No runbooks. docs/runbooks.md says how to write one.");
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }

  int show(String name) {
    JsonNode runbook = api.get("/runbooks/" + Pages.encode(name));
    if (output.json()) {
      output.document(runbook);
    } else {
      Json.text(runbook, "text").lines().map(Printable::line).forEach(output::line);
    }
    return ExitCode.DONE.code();
  }

  int remove(String name) {
    api.delete("/runbooks/" + Pages.encode(name));
    output.message("Removed " + name + ".");
    return ExitCode.DONE.code();
  }

  private static String text(String file, InputStream standardInput) {
    try {
      return file.equals("-")
          ? new String(standardInput.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(file));
    } catch (IOException e) {
      String why = Files.exists(Path.of(file)) ? "cannot be read" : "does not exist";
      throw Failure.usage(file + " " + why, "give a readable YAML file, or - for standard input");
    }
  }
}
