package dev.holdfast.cli.audit;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.ServerChoice;
import dev.holdfast.cli.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists records. */
@Command(
    name = "list",
    header = "List what was done, on servers and to the platform, the newest first.",
    description =
        "%nOutcomes: succeeded, failed, refused (by policy), not-run (not reached, not let in, or"
            + " a newer operation has the server), unknown (the connection was lost), and started,"
            + " which is one whose end is not known yet. The commands by which Holdfast itself looks"
            + " at servers and changes them are listed with --all, and with --operation.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast audit list --server web-1 --since 24h",
      "  ./holdfast audit list --operation op-01jx3 -o json"
    })
final class AuditListCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xx");
  private static final int PAGE = 500;
  private static final int WIDTH = 80;

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice server = new ServerChoice();
  @Mixin private AuditFilters filters = new AuditFilters();

  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 20,
      description = "At most so many (default: 50).")
  private int limit = 50;

  @Option(names = "--all", order = 21, description = "Holdfast's own commands, too.")
  private boolean all;

  @Override
  public Integer call() {
    int most = Math.max(1, limit);
    boolean everything = all || filters.ofOneOperation();
    String path =
        filters.path(server, "newest", Math.min(most, PAGE))
            + (everything ? "" : "&internal=false");
    try (ApiClient api = server.api(options)) {
      Output output = options.output();
      Pages.Part part = Pages.part(api, path, most);
      int exitCode = show(output, part.items());
      part.tellMore(output, "records");
      return exitCode;
    }
  }

  private static int show(Output output, List<JsonNode> records) {
    if (output.json()) {
      output.document(Json.of(records));
      return ExitCode.DONE.code();
    }
    Table table =
        new Table("AT", "BY", "SERVER", "OPERATION", "OUTCOME", "EXIT", "TOOK", "COMMAND")
            .withState(4);
    for (JsonNode record : records) {
      String took = Json.text(record, "durationMillis");
      table.row(
          time(Json.text(record, "at")),
          Json.text(record, "initiator"),
          Json.text(record, "server"),
          Json.text(record, "operation"),
          Json.text(record, "outcome"),
          Json.text(record, "exitCode"),
          took.isEmpty() ? "" : took + " ms",
          fit(Json.text(record, "command")) + from(Json.text(record, "client")));
    }
    if (table.isEmpty()) {
      output.message("No records.");
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }

  /** Our own scripts are long; -o json has them whole. */
  private static String fit(String command) {
    return command.length() <= WIDTH ? command : command.substring(0, WIDTH - 1) + "…";
  }

  /** An action on the platform was done from somewhere; a command was run by a worker. */
  private static String from(String client) {
    return client.isEmpty() ? "" : "  (from " + Printable.line(client) + ")";
  }

  private static String time(String instant) {
    try {
      return TIME.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    } catch (DateTimeParseException e) {
      return instant;
    }
  }
}
