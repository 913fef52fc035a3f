package dev.holdfast.cli.server;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A diagnosis as a Markdown document, to be handed on; there is no secret in it. */
final class DiagnosisReport {
  private DiagnosisReport() {}

  static List<String> lines(JsonNode diagnosis) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + text(diagnosis, "server"));
    lines.add("");
    lines.add("Checked at " + text(diagnosis, "at") + " by Holdfast.");
    lines.add("");
    lines.add(escaped(DiagnosisView.sum(diagnosis)) + ".");
    String area = "";
    for (JsonNode finding : Json.list(diagnosis, "findings")) {
      if (!DiagnosisView.area(finding).equals(area)) {
        area = DiagnosisView.area(finding);
        lines.add("");
        lines.add("## " + escaped(DiagnosisView.title(area)));
        lines.add("");
      }
      add(lines, finding);
    }
    return lines;
  }

  private static void add(List<String> lines, JsonNode finding) {
    lines.add(
        "- **%s** %s: %s"
            .formatted(
                text(finding, "level"),
                escaped(DiagnosisView.name(finding)),
                text(finding, "summary")));
    String detail = Json.text(finding, "detail");
    if (!detail.isEmpty()) {
      lines.add("");
      // Indented by the list's two and a code block's four: what a server says is no Markdown.
      detail.lines().forEach(line -> lines.add("      " + Printable.clean(line)));
      lines.add("");
    }
    if (!Json.text(finding, "fix").isEmpty()) {
      lines.add("  Fix: " + text(finding, "fix"));
    }
  }

  private static String text(JsonNode node, String field) {
    return escaped(Printable.line(Json.text(node, field)));
  }

  private static String escaped(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]<>#|])", "\\\\$1");
  }
}
