package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import dev.holdfast.cli.Table;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Shows one operation. */
final class OperationDetails {
  private OperationDetails() {}

  static int show(ApiClient api, Output output, String id) {
    OperationsApi operations = new OperationsApi(api);
    Operation operation = operations.get(id);
    JsonNode document = operation.document();
    if (output.json()) {
      output.document(document);
      return ExitCode.DONE.code();
    }
    Style style = output.style();
    output.line(
        style.bold(operation.type())
            + " on "
            + operation.selector()
            + (operation.dryRun() ? " (dry run)" : "")
            + "  "
            + style.state(operation.state()));
    field(output, "id", operation.id());
    field(output, "what", Printable.line(Json.text(document, "summary")));
    field(output, "started by", Json.text(document, "initiator"));
    String started = Json.text(document, "startedAt");
    field(
        output, "started", started.isEmpty() ? "" : Phrases.time(started, ZoneId.systemDefault()));
    field(
        output,
        operation.ended() ? "took" : "since",
        Phrases.duration(operation.duration(Clock.systemUTC().instant())));
    InputOrigins.of(operation).forEach(origin -> field(output, "input", origin));
    String until = Json.text(document, "waitsUntil");
    field(output, "fails at", until.isEmpty() ? "" : Phrases.time(until, ZoneId.systemDefault()));
    field(output, "window", OpenHours.of(document));
    field(output, "wave", operation.wave().replace("wave ", ""));
    field(output, "gates", GateView.conditions(document));
    field(output, "", GateView.now(document));
    field(output, "plan", operation.planHash());
    Json.list(document, "wanted").forEach(wanted -> field(output, "wanted", wanted(wanted)));
    Json.list(document, "decisions")
        .forEach(decision -> field(output, Json.text(decision, "decision"), decided(decision)));
    Json.list(document, "credentials")
        .forEach(credential -> field(output, "credential", leased(credential)));
    field(output, "in Temporal", Json.text(document, "temporalUrl"));
    field(output, "error", operation.error());
    List<String> failure = FailureView.lines(document.path("failure"));
    for (int i = 0; i < failure.size(); i++) {
      field(output, i == 0 ? "failure" : "", failure.get(i));
    }
    operation.warnings().forEach(warning -> field(output, "warning", warning));
    field(output, "runbook", Json.text(document, "runbook"));
    if (!operation.runbookSteps().isEmpty()) {
      output.line("");
      output.table(steps(operation));
    }
    output.line("");
    output.table(OperationSummary.servers(operation));
    OperationSummary.more(operation).ifPresent(output::line);
    List<String> servers = FailureView.ofServers(operation, style);
    if (!servers.isEmpty()) {
      output.line("");
      servers.forEach(output::line);
    }
    hint(operations, output, operation);
    return ExitCode.DONE.code();
  }

  private static Table steps(Operation operation) {
    Table table = new Table("STEP", "STATE", "OPERATION", "ID", "WHY").withState(1);
    for (BegunStep step : operation.runbookSteps()) {
      table.row(step.label(), step.state(), step.type(), step.operation(), step.reason());
    }
    return table;
  }

  /** {@code retry by ann at 2026-01-01 10:00:00, waits for a worker}. */
  private static String wanted(JsonNode wanted) {
    String refusal = Printable.line(Json.text(wanted, "refusal"));
    return Printable.line(Json.text(wanted, "action"))
        + " by "
        + Printable.line(Json.text(wanted, "by"))
        + " at "
        + Phrases.time(Json.text(wanted, "since"), ZoneId.systemDefault())
        + (refusal.isEmpty() ? ", waits for a worker" : ", refused: " + refusal);
  }

  /** {@code by ann at 2026-01-01 10:00:00, for web-1: too early}. */
  private static String decided(JsonNode decision) {
    String server = Json.text(decision, "server");
    String reason = Printable.line(Json.text(decision, "reason"));
    return "by "
        + Printable.line(Json.text(decision, "by"))
        + " at "
        + Phrases.time(Json.text(decision, "at"), ZoneId.systemDefault())
        + (server.isEmpty() ? "" : ", for " + server)
        + (decision.path("following").asBoolean(false) ? ", with what follows from it" : "")
        + (reason.isEmpty() ? "" : ": " + reason);
  }

  /** {@code of secret://app-db, leased until 2026-01-01 10:00:00}. */
  private static String leased(JsonNode credential) {
    String revoked = Json.text(credential, "revokedAt");
    String state = Printable.line(Json.text(credential, "state"));
    String time = revoked.isEmpty() ? Json.text(credential, "expiresAt") : revoked;
    return "of secret://%s, %s %s %s"
        .formatted(
            Printable.line(Json.text(credential, "secret")),
            state,
            revoked.isEmpty() ? "until" : "at",
            Phrases.time(time, ZoneId.systemDefault()));
  }

  private static void hint(OperationsApi operations, Output output, Operation operation) {
    if (!operation.ended() && !operation.awaitsApproval()) {
      List<String> obstacles = new Obstacles(operations, operation.id()).ask();
      if (!obstacles.isEmpty()) {
        output.message("");
        obstacles.forEach(output::message);
      }
    }
    if (operation.awaitsApproval()) {
      output.message("");
      output.message(
          operation.question().isEmpty()
              ? "See what it waits with:  "
                  + HoldfastCommand.PROGRAM
                  + " ops plan "
                  + operation.id()
              : "It asks:                 " + operation.question());
      operations
          .pendingApprovals(operation.id())
          .forEach(
              pending -> output.message("Approve it:              " + pending.approveCommand()));
    }
  }

  private static void field(Output output, String name, String value) {
    if (!value.isEmpty()) {
      output.line("  " + name + " ".repeat(13 - name.length()) + value);
    }
  }
}
