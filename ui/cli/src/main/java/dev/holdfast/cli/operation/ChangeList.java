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
          Phrases.time(Json.text(change, "appliedAt"), ZoneId.systemDefault()),
          Json.text(change, "state"),
          Json.text(change, "id"),
          title.isEmpty() ? Json.text(change, "resource") : title);
    }
    if (table.isEmpty()) {
      OperationsApi operations = new OperationsApi(api);
      Operation operation = operations.whole(operations.get(id));
      Table moved = moved(operation);
      if (moved.isEmpty()) {
        output.message(nothing(operation));
      } else {
        output.table(moved);
        output.message("The files, one by one: ./holdfast ops logs " + id);
      }
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }

  /** What copy and sync did on each server, in numbers: they keep no state from before. */
  private static Table moved(Operation operation) {
    Table table = new Table("SERVER", "STATE", "WROTE", "DELETED", "MODES AND TIMES", "PATH");
    for (Operation.OnServer server :
        operation.dryRun() ? List.<Operation.OnServer>of() : operation.servers()) {
      JsonNode facts = server.outcome();
      if (facts.has("deleted")) {
        int made = number(facts, "files") + number(facts, "links") + number(facts, "directories");
        table.row(
            server.name(),
            server.state(),
            Integer.toString(made),
            Integer.toString(number(facts, "deleted")),
            Integer.toString(number(facts, "attributes")),
            Json.text(facts, "path"));
      } else if (facts.has("path") && server.changes() > 0) {
        table.row(server.name(), server.state(), "1", "0", "0", Json.text(facts, "path"));
      }
    }
    return table;
  }

  private static int number(JsonNode facts, String field) {
    return facts.path(field).asInt(0);
  }

  /** Only who records changes can say that there were none. */
  private static String nothing(Operation operation) {
    if (operation.makesPlans()) {
      return operation.ended() ? "It has changed nothing." : "It has changed nothing so far.";
    }
    if (operation.dryRun()) {
      return "It was a dry run and has changed nothing. ./holdfast ops logs %s shows what it found."
          .formatted(operation.id());
    }
    return "%s keeps no list of changes. ./holdfast ops %s %s shows what %s."
        .formatted(
            operation.type(),
            operation.runsCommands() ? "logs" : "show",
            operation.id(),
            operation.runsCommands() ? "its commands printed" : "it did on each server");
  }
}
