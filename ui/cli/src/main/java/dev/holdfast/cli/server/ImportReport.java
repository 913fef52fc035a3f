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

  ImportReport(boolean dryRun) {
    this.dryRun = dryRun;
  }

  private record Line(String where, String server, boolean imported, String text) {}

  void imported(String where, String server, String what) {
    lines.add(new Line(where, server, true, what));
  }

  void skipped(String where, String server, String why) {
    lines.add(new Line(where, server, false, why));
  }

  /** What could not be read and is therefore missing. */
  void dropped(String what) {
    dropped.add(what);
  }

  /** What is worth knowing and takes nothing away. */
  void note(String note) {
    notes.add(note);
  }

  /** Shows it and returns the exit code: 1 when something was skipped or could not be read. */
  int print(Output output) {
    if (output.json()) {
      output.document(json());
    } else {
      text(output);
    }
    boolean skipped = lines.stream().anyMatch(line -> !line.imported());
    return (skipped || !dropped.isEmpty() ? ExitCode.FAILED : ExitCode.DONE).code();
  }

  private ObjectNode json() {
    ObjectNode report = Json.object().put("dryRun", dryRun);
    for (boolean imported : new boolean[] {true, false}) {
      var list = report.putArray(imported ? "imported" : "skipped");
      lines.stream()
          .filter(line -> line.imported() == imported)
          .forEach(line ->
              list.addObject()
                  .put("name", line.server())
                  .put("where", line.where())
                  .put(imported ? "what" : "reason", line.text()));
    }
    report.set("dropped", Json.of(dropped));
    report.set("notes", Json.of(notes));
    return report;
  }

  private void text(Output output) {
    Table table = new Table("WHERE", "SERVER", "RESULT", "WHAT OR WHY");
    lines.forEach(line ->
        table.row(
            line.where(),
            line.server(),
            line.imported() ? (dryRun ? "would import" : "imported") : "skipped",
            line.text()));
    if (!table.isEmpty()) {
      output.table(table);
    }
    dropped.forEach(what -> output.message("not imported: " + what));
    notes.forEach(note -> output.message("note: " + note));
    long imported = lines.stream().filter(Line::imported).count();
    output.message(
        "%s%d imported, %d skipped."
            .formatted(dryRun ? "Dry run: " : "", imported, lines.size() - imported));
  }
}
