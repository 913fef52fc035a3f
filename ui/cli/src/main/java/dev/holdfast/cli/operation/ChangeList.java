package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.time.ZoneId;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Shows what an operation did change. */
final class ChangeList {
  private static final int MOST = 100_000;

  private ChangeList() {}

  static int show(ApiClient api, Output output, String id) {
    List<JsonNode> changes = Pages.read(api, OperationsApi.path(id) + "/changes", MOST);
    if (output.json()) {
      output.document(Json.of(changes));
      return ExitCode.DONE.code();
    }
    Table table = new Table("SERVER", "AT", "STATE", "ID", "CHANGE").withState(2);
    for (JsonNode change : changes) {
      String title = Json.text(change.path("change"), "title");
      table.row(
          Json.text(change, "server"),
          Words.time(Json.text(change, "appliedAt"), ZoneId.systemDefault()),
          Json.text(change, "state"),
          Json.text(change, "id"),
          title.isEmpty() ? Json.text(change, "resource") : title);
    }
    if (table.isEmpty()) {
      output.message(nothing(new OperationsApi(api).get(id)));
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }

  /** Only who records changes can say that there were none. */
  private static String nothing(Operation operation) {
    if (operation.makesPlans()) {
      return operation.ended() ? "It has changed nothing." : "It has changed nothing so far.";
    }
    return "%s keeps no list of changes. ./holdfast ops %s %s shows what %s."
        .formatted(
            operation.type(),
            operation.runsCommands() ? "logs" : "show",
            operation.id(),
            operation.runsCommands() ? "its commands printed" : "it did on each server");
  }
}
