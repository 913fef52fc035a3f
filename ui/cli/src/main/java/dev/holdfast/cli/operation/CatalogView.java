package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import dev.holdfast.cli.Table;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Shows the catalogue, and the input of an operation field by field. */
final class CatalogView {
  private static final int MOST = 1000;
  private static final int COLUMNS = 78;
  private final ApiClient api;
  private final Output output;

  CatalogView(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list() {
    List<JsonNode> operations = Pages.read(api, "/catalog", MOST);
    if (output.json()) {
      output.document(Json.of(operations));
      return ExitCode.DONE.code();
    }
    Table table = new Table("OPERATION", "WHAT IT DOES");
    operations.forEach(o -> table.row(Json.text(o, "name"), Json.text(o, "title")));
    output.table(table);
    output.message("");
    output.message(HoldfastCommand.PROGRAM + " catalog OPERATION shows one with its input.");
    return ExitCode.DONE.code();
  }

  int show(String type) {
    JsonNode operation = api.get("/catalog/" + Pages.encode(type));
    if (output.json()) {
      output.document(operation);
      return ExitCode.DONE.code();
    }
    Style style = output.style();
    output.line(style.bold(Json.text(operation, "name")) + "  " + Json.text(operation, "title"));
    Phrases.wrap(Json.text(operation, "description"), COLUMNS).forEach(output::line);
    String undo = Json.text(operation, "undo");
    if (!undo.isEmpty()) {
      output.line("");
      output.line(style.bold("Undo:"));
      Phrases.wrap(undo, COLUMNS - 2).forEach(line -> output.line("  " + line));
    }
    output.line("");
    output.line(style.bold("Input:"));
    fields(operation.path("schema"), operation.path("schema"), "", style);
    output.line("");
    output.line(style.bold("Example:"));
    for (String line : operation.path("example").toPrettyString().split("\\R", -1)) {
      output.line("  " + line);
    }
    output.line("");
    output.line(style.bold("Try it, changing nothing:"));
    output.line("  " + HoldfastCommand.PROGRAM + " run " + type + " SELECTOR --dry-run --follow");
    return ExitCode.DONE.code();
  }

  private void fields(JsonNode root, JsonNode schema, String prefix, Style style) {
    List<String> required = Json.strings(schema, "required");
    schema
        .path("properties")
        .properties()
        .forEach(property -> {
          JsonNode field = resolve(root, property.getValue());
          String path = prefix + property.getKey();
          boolean must = required.contains(property.getKey());
          output.line(
              "  "
                  + style.place(path)
                  + "  "
                  + style.dim(type(root, field))
                  + (must ? style.attention("  required") : "")
                  + preset(field));
          Phrases.wrap(Printable.line(Json.text(field, "description")), COLUMNS - 6)
              .forEach(line -> output.line("      " + line));
          fields(root, field, path + ".", style);
          fields(root, resolve(root, field.path("items")), path + "[0].", style);
        });
  }

  private static JsonNode resolve(JsonNode root, JsonNode field) {
    String reference = Json.text(field, "$ref");
    return reference.startsWith("#/") ? root.at(reference.substring(1)) : field;
  }

  private static String type(JsonNode root, JsonNode field) {
    List<String> words = Json.strings(field, "enum");
    if (!words.isEmpty()) {
      return String.join(" | ", words);
    }
    List<String> types = Json.strings(field, "type");
    String type = types.isEmpty() ? Json.text(field, "type") : String.join(" or ", types);
    return type.equals("array")
        ? "list of " + type(root, resolve(root, field.path("items"))) + "s"
        : type;
  }

  private static String preset(JsonNode field) {
    JsonNode value = field.path("default");
    return value.isMissingNode() ? "" : "  default: " + value;
  }
}
