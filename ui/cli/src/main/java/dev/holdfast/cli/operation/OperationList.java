package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Shows operations as a table or a JSON array. */
final class OperationList {
  private OperationList() {}

  static int show(
      ApiClient api,
      Output output,
      @Nullable String state,
      @Nullable String type,
      @Nullable String server,
      int limit) {
    StringBuilder path = new StringBuilder("/operations?limit=").append(Math.clamp(limit, 1, 100));
    filter(path, "state", state);
    filter(path, "type", type);
    filter(path, "server", server);
    List<JsonNode> operations = Pages.read(api, path.toString(), Math.max(1, limit));
    if (output.json()) {
      output.document(Json.of(operations));
      return ExitCode.DONE.code();
    }
    Table table = new Table("ID", "OPERATION", "SERVERS", "STATE", "BY", "STARTED").withState(3);
    for (JsonNode document : operations) {
      Operation operation = Operation.of(document);
      String started = Json.text(document, "startedAt");
      table.row(
          operation.id(),
          operation.type() + (operation.dryRun() ? " (dry run)" : ""),
          Words.fit(operation.selector(), 24),
          operation.state(),
          Json.text(document, "initiator"),
          started.isEmpty() ? "" : Words.time(started, ZoneId.systemDefault()));
    }
    if (table.isEmpty()) {
      output.message(
          "No operations. " + HoldfastCommand.PROGRAM + " catalog lists what can be run.");
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }

  private static void filter(StringBuilder path, String name, @Nullable String value) {
    if (value != null) {
      path.append('&').append(name).append('=').append(Pages.encode(value));
    }
  }
}
