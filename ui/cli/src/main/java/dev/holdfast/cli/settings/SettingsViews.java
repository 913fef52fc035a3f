package dev.holdfast.cli.settings;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Table;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Asks the platform about its settings and shows its answers. */
final class SettingsViews {
  private static final String PATH = "/settings";

  private final ApiClient api;
  private final Output output;

  SettingsViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list() {
    JsonNode settings = api.get(PATH).path("items");
    if (output.json()) {
      output.document(settings);
      return ExitCode.DONE.code();
    }
    Table table = new Table("NAME", "VALUE", "DEFAULT", "SET BY", "WHAT IT IS");
    settings.forEach(setting ->
        table.row(
            Json.text(setting, "name"),
            value(setting),
            Json.text(setting, "defaultValue"),
            Json.text(setting, "setBy"),
            Json.text(setting, "description")));
    output.table(table);
    return ExitCode.DONE.code();
  }

  int get(String name) {
    JsonNode setting = api.get(path(name));
    if (output.json()) {
      output.document(setting);
    } else {
      output.line(Json.text(setting, "value"));
    }
    return ExitCode.DONE.code();
  }

  int set(String name, int value) {
    JsonNode setting = api.patch(path(name), Json.object().put("value", value));
    if (output.json()) {
      output.document(setting);
    } else {
      output.message(name + " is " + value(setting) + " now.");
    }
    return ExitCode.DONE.code();
  }

  private static String value(JsonNode setting) {
    return Json.text(setting, "value") + " " + Json.text(setting, "unit");
  }

  private static String path(String name) {
    return PATH + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
