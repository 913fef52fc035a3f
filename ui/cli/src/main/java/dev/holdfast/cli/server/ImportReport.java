package dev.holdfast.cli.server;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Table;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What became of each server of a file. */
final class ImportReport {
  private final boolean dryRun;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int unusable;

  ImportReport(boolean dryRun) {
    this.dryRun = dryRun;
  }

  /** What became of one of them; the word is that of the JSON report. */
  private enum Result {
    imported,
    updated,
    unchanged,
    skipped
  }

  private record Line(String where, String server, Result result, String text) {}

  void imported(String where, String server, String what) {
    lines.add(new Line(where, server, Result.imported, what));
  }

  void updated(String where, String server, String what) {
    lines.add(new Line(where, server, Result.updated, what));
  }

  void unchanged(String where, String server) {
    lines.add(new Line(where, server, Result.unchanged, "is registered like this"));
  }

  void skipped(String where, String server, String why) {
    lines.add(new Line(where, server, Result.skipped, why));
  }

  /** Of one that is imported: what its first login has shown. */
  void checked(String server, String what) {
    lines.replaceAll(line ->
        isImported(line, server)
            ? new Line(line.where(), server, line.result(), line.text() + "; " + what)
            : line);
  }

  /** Of one that is imported, and cannot be used yet. */
  void notUsable(String server, String why) {
    checked(server, why);
    unusable++;
  }

  /** Of one that was imported, and is unregistered again. */
  void unregistered(String server, String why) {
    lines.replaceAll(line ->
        isImported(line, server) ? new Line(line.where(), server, Result.skipped, why) : line);
  }

  private static boolean isImported(Line line, String server) {
    return line.result() == Result.imported && line.server().equals(server);
  }

  /** What could not be read and is therefore missing. */
  void dropped(String what) {
    dropped.add(what);
  }

  /** What is worth knowing and takes nothing away. */
  void note(String note) {
    notes.add(note);
  }

  /**
   * Shows it and returns the exit code: 1 when something was skipped, could not be read, or cannot
   * be used yet.
   */
  int print(Output output) {
    if (output.json()) {
      output.document(json());
    } else {
      text(output);
    }
    boolean whole = count(Result.skipped) == 0 && dropped.isEmpty() && unusable == 0;
    return (whole ? ExitCode.DONE : ExitCode.FAILED).code();
  }

  private ObjectNode json() {
    ObjectNode report = Json.object().put("dryRun", dryRun);
    for (Result result : Result.values()) {
      var list = report.putArray(result.name());
      lines.stream()
          .filter(line -> line.result() == result)
          .forEach(line ->
              list.addObject()
                  .put("name", line.server())
                  .put("where", line.where())
                  .put(result == Result.skipped ? "reason" : "what", line.text()));
    }
    report.set("dropped", Json.of(dropped));
    report.set("notes", Json.of(notes));
    return report;
  }

  private void text(Output output) {
    Table table = new Table("WHERE", "SERVER", "RESULT", "WHAT OR WHY");
    lines.forEach(
        line -> table.row(line.where(), line.server(), shown(line.result()), line.text()));
    if (!table.isEmpty()) {
      output.table(table);
    }
    dropped.forEach(what -> output.message("not imported: " + what));
    notes.forEach(note -> output.message("note: " + note));
    output.message(
        "%s%d imported, %s%d skipped."
            .formatted(
                dryRun ? "Dry run: " : "",
                count(Result.imported),
                some(Result.updated) + some(Result.unchanged),
                count(Result.skipped)));
  }

  private String some(Result result) {
    return count(result) == 0 ? "" : count(result) + " " + result.name() + ", ";
  }

  private long count(Result result) {
    return lines.stream().filter(line -> line.result() == result).count();
  }

  private String shown(Result result) {
    return switch (result) {
      case imported -> dryRun ? "would import" : "imported";
      case updated -> dryRun ? "would update" : "updated";
      case unchanged, skipped -> result.name();
    };
  }
}
