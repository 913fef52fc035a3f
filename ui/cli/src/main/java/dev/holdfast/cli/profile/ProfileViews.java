package dev.holdfast.cli.profile;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.Phrases;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks the platform about profiles and shows its answers. */
final class ProfileViews {
  private static final String PATH = "/profiles";
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  ProfileViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int set(String operation, String target, NewProfile typed, InputStream standardInput) {
    JsonNode profile = api.put(PATH, typed.request(operation, target, standardInput));
    if (output.json()) {
      output.document(profile);
    } else {
      output.line(
          "Kept %s, version %s.".formatted(text(profile, "name"), text(profile, "version")));
      output.message(
          "It is applied by the next ./holdfast run %s; what that would change: ./holdfast run %s %s --dry-run --follow"
              .formatted(operation, operation, target));
    }
    return ExitCode.DONE.code();
  }

  int list(@Nullable String operation) {
    List<JsonNode> profiles =
        Pages.read(
            api, operation == null ? PATH : PATH + "?operation=" + Pages.encode(operation), MOST);
    if (output.json()) {
      output.document(Json.of(profiles));
      return ExitCode.DONE.code();
    }
    Table table = new Table("OPERATION", "FOR", "PRIORITY", "VERSION", "SET BY", "AT");
    profiles.forEach(profile ->
        table.row(
            text(profile, "operation"),
            text(profile, "target"),
            text(profile, "target").contains("=") ? text(profile, "priority") : "",
            text(profile, "version"),
            text(profile, "setBy"),
            time(profile)));
    if (table.isEmpty()) {
      output.message(
          "Nothing is kept. %s profile set --help says how to.".formatted(HoldfastCommand.PROGRAM));
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }

  int show(String operation, String target, @Nullable Integer version) {
    String path = path(operation, target);
    JsonNode shown = version == null ? api.get(path) : version(path, version);
    if (output.json()) {
      output.document(shown);
      return ExitCode.DONE.code();
    }
    output.line(output.style().bold(operation + " for " + target));
    output.line(
        "  version %s, set by %s at %s"
            .formatted(text(shown, "version"), text(shown, "setBy"), time(shown)));
    if (target.contains("=")) {
      output.line("  priority " + text(shown, "priority"));
    }
    if (Json.flag(shown, "removed")) {
      output.line("  removed: nothing is kept since");
      return ExitCode.DONE.code();
    }
    for (JsonNode variable : Json.list(shown, "variables")) {
      String label = text(variable, "label");
      output.line(
          "  variable %s = %s%s"
              .formatted(
                  text(variable, "name"),
                  text(variable, "value"),
                  label.isEmpty() ? "" : "  where " + label));
    }
    output.line("  input:");
    for (String line : shown.path("input").toPrettyString().split("\\R", -1)) {
      output.line("    " + Printable.clean(line));
    }
    return ExitCode.DONE.code();
  }

  private JsonNode version(String path, int version) {
    return Pages.read(api, path + "/history", MOST).stream()
        .filter(one -> Json.number(one, "version") == version)
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                ExitCode.NOT_FOUND,
                "the profile has no version " + version,
                "./holdfast profile history shows them"));
  }

  int history(String operation, String target) {
    List<JsonNode> versions = Pages.read(api, path(operation, target) + "/history", MOST);
    if (output.json()) {
      output.document(Json.of(versions));
      return ExitCode.DONE.code();
    }
    Table table = new Table("VERSION", "AT", "BY", "WHAT");
    versions.forEach(version ->
        table.row(
            text(version, "version"),
            time(version),
            text(version, "setBy"),
            Json.flag(version, "removed")
                ? "removed"
                : Printable.line(version.path("input").toString())));
    output.table(table);
    return ExitCode.DONE.code();
  }

  int remove(String operation, String target) {
    JsonNode answer = api.delete(path(operation, target));
    if (output.json()) {
      output.document(answer);
    } else {
      output.message("Removed %s for %s.".formatted(operation, target));
    }
    return ExitCode.DONE.code();
  }

  private String path(String operation, String target) {
    JsonNode identity =
        api.get(
            "%s/of?operation=%s&target=%s"
                .formatted(PATH, Pages.encode(operation), Pages.encode(target)));
    return PATH + "/" + Json.text(identity, "id");
  }

  private static String time(JsonNode node) {
    return Phrases.time(node, "setAt");
  }

  private static String text(JsonNode node, String field) {
    return Printable.line(Json.text(node, field));
  }
}
