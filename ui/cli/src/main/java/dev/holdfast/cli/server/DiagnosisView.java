package dev.holdfast.cli.server;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A diagnosis for people: by area, each finding with a mark and a word, and its fix under it. */
final class DiagnosisView {
  private final Style style;

  DiagnosisView(Style style) {
    this.style = style;
  }

  List<String> lines(JsonNode diagnosis) {
    List<String> lines = new ArrayList<>();
    List<JsonNode> findings = Json.list(diagnosis, "findings");
    int width = findings.stream().mapToInt(f -> name(f).length()).max().orElse(0);
    String area = "";
    for (JsonNode finding : findings) {
      if (!area(finding).equals(area)) {
        area = area(finding);
        lines.add((lines.isEmpty() ? "" : System.lineSeparator()) + style.bold(title(area)));
      }
      add(lines, finding, width);
    }
    lines.add("");
    lines.add(sum(diagnosis));
    return lines;
  }

  /** The same in short: what there is of each, and only what is wrong. */
  List<String> faults(JsonNode diagnosis) {
    List<JsonNode> wrong =
        Json.list(diagnosis, "findings").stream()
            .filter(finding -> isFault(Json.text(finding, "level")))
            .toList();
    int width = wrong.stream().mapToInt(finding -> name(finding).length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    lines.add(style.bold(sum(diagnosis)));
    wrong.forEach(finding -> add(lines, finding, width));
    return lines;
  }

  private static boolean isFault(String level) {
    return level.equals("warning") || level.equals("problem");
  }

  private void add(List<String> lines, JsonNode finding, int width) {
    String level = Json.text(finding, "level");
    lines.add(
        "  %s  %s  %s"
            .formatted(
                mark(level),
                name(finding) + " ".repeat(width - name(finding).length()),
                Printable.line(Json.text(finding, "summary"))));
    if (!isFault(level)) {
      return;
    }
    String indent = " ".repeat(width + 15);
    Json.text(finding, "detail")
        .lines()
        .forEach(line -> lines.add(indent + style.dim(Printable.clean(line))));
    String fix = Json.text(finding, "fix");
    if (!fix.isEmpty()) {
      lines.add(indent + style.bold("fix:") + " " + Printable.line(fix));
    }
  }

  /** A mark and a word, as wide as the widest. */
  private String mark(String level) {
    return switch (level) {
      case "ok" -> style.good("✓ ok     ");
      case "warning" -> style.attention("! warning");
      case "problem" -> style.bad("✗ problem");
      default -> style.dim("- skipped");
    };
  }

  /** How many of each there are, and how long it took. */
  static String sum(JsonNode diagnosis) {
    return "%s: %s, %s, %d ok, %d skipped; checked in %.1f s"
        .formatted(
            Printable.line(Json.text(diagnosis, "server")),
            counted(count(diagnosis, "problem"), "problem"),
            counted(count(diagnosis, "warning"), "warning"),
            count(diagnosis, "ok"),
            count(diagnosis, "skipped"),
            Json.number(diagnosis, "durationMillis") / 1000.0);
  }

  static int count(JsonNode diagnosis, String level) {
    return (int)
        Json.list(diagnosis, "findings").stream()
            .filter(finding -> Json.text(finding, "level").equals(level))
            .count();
  }

  static String area(JsonNode finding) {
    return Json.text(finding, "check").replaceFirst("/.*", "");
  }

  static String name(JsonNode finding) {
    return Printable.line(Json.text(finding, "check").replaceFirst(".*/", ""));
  }

  static String title(String area) {
    return switch (area) {
      case "network" -> "The way to the server";
      case "ssh" -> "SSH before the login";
      case "login" -> "The login";
      case "server" -> "The server";
      case "speed" -> "Speed";
      default -> Printable.line(area);
    };
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
