package dev.holdfast.cli.keys;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Asks the platform about its keys and shows its answers. */
final class KeyViews {
  private static final String PATH = "/keys";

  private final ApiClient api;
  private final Output output;

  KeyViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list() {
    return show(Json.list(api.get(PATH), "items"));
  }

  int rotate(String of) {
    List<JsonNode> keys =
        Json.list(api.post(PATH + "/rotate", Json.object().put("of", of)), "items");
    int exitCode = show(keys);
    output.message(
        "A new key encrypts from now on. Back up %s, apart from the database."
            .formatted(of.equals("secrets") ? "keyset.json" : "payloads.json"));
    return exitCode;
  }

  int remove(String id) {
    JsonNode answer = api.delete(PATH + "/" + Pages.encode(id));
    return output.answer(
        answer, () -> output.message("Removed key " + id + "; back up keyset.json."));
  }

  private int show(List<JsonNode> keys) {
    return output.answer(
        Json.of(keys),
        () -> {
          Table table = new Table("KEY", "OF", "STATE", "ENCRYPTED");
          keys.forEach(key ->
              table.row(
                  Json.text(key, "id"),
                  Json.text(key, "of"),
                  Json.flag(key, "current") ? "current" : "old",
                  Json.text(key, "values")));
          output.table(table);
        });
  }
}
