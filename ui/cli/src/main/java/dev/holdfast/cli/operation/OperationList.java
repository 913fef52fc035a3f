package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Since;
import dev.holdfast.cli.Table;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Shows operations as a table or a JSON array. */
final class OperationList {
  private static final int SELECTOR = 24;
  private static final int SUMMARY = 48;

  private final StringBuilder path = new StringBuilder("/operations?limit=");
  private final int limit;
  private boolean filtered;

  OperationList(int limit) {
    this.limit = Math.max(1, limit);
    path.append(Math.clamp(limit, 1, 100));
  }

  OperationList where(String name, @Nullable String value) {
    if (value != null) {
      path.append('&').append(name).append('=').append(Pages.encode(value));
      filtered = true;
    }
    return this;
  }

  OperationList since(@Nullable String text) {
    return where("since", text == null ? null : Since.parse(text, Instant.now()).toString());
  }

  int show(ApiClient api, Output output) {
    Pages.Part part = Pages.part(api, path.toString(), limit);
    if (output.json()) {
      output.document(Json.of(part.items()));
    } else if (part.items().isEmpty()) {
      output.message(
          filtered
              ? "No operation matches."
              : "No operations. " + HoldfastCommand.PROGRAM + " catalog lists what can be run.");
    } else {
      output.table(table(part));
    }
    part.tellMore(output, "operations");
    return ExitCode.DONE.code();
  }

  private static Table table(Pages.Part part) {
    Table table =
        new Table("ID", "OPERATION", "SERVERS", "STATE", "BY", "STARTED", "WHAT").withState(3);
    for (JsonNode document : part.items()) {
      Operation operation = Operation.of(document);
      String started = Json.text(document, "startedAt");
      table.row(
          operation.id(),
          operation.type() + (operation.dryRun() ? " (dry run)" : ""),
          Phrases.fit(operation.selector(), SELECTOR),
          operation.state(),
          Json.text(document, "initiator"),
          started.isEmpty() ? "" : Phrases.time(started, ZoneId.systemDefault()),
          Phrases.fit(Printable.line(Json.text(document, "summary")), SUMMARY));
    }
    return table;
  }
}
