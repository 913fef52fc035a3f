package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Shows what would change, server by server, as a person reads a commit. */
final class PlanView {
  private PlanView() {}

  /**
   * The lines of the plans of an operation.
   *
   * @param plan what {@code /operations/ID/plan} answers
   */
  static List<String> lines(JsonNode plan, Style style) {
    List<String> lines = new ArrayList<>();
    int changes = 0;
    List<JsonNode> servers = Json.list(plan, "servers");
    for (JsonNode server : servers) {
      changes += server(server, style, lines);
    }
    lines.add(
        Words.count(changes, "change")
            + " on "
            + Words.count(servers.size(), "server")
            + (changes == 0 ? ", " + checked(servers) + " checked" : ""));
    String hash = Json.text(plan, "planHash");
    if (!hash.isEmpty()) {
      lines.add(style.dim("plan " + hash));
    }
    return lines;
  }

  private static int checked(List<JsonNode> servers) {
    return servers.stream().mapToInt(server -> Json.number(server, "unchanged")).sum();
  }

  private static int server(JsonNode server, Style style, List<String> lines) {
    List<JsonNode> groups = Json.list(server, "groups");
    int changes = groups.stream().mapToInt(group -> Json.list(group, "changes").size()).sum();
    lines.add(
        style.bold(Json.text(server, "server"))
            + "  "
            + Words.count(changes, "change")
            + ", "
            + Json.number(server, "unchanged")
            + " unchanged");
    for (JsonNode refusal : Json.list(server, "refusals")) {
      lines.add("  " + style.bad("refused:") + " " + Printable.clean(refusal.asString()));
    }
    String origin = InputOrigins.of(server);
    if (!origin.isEmpty()) {
      lines.add("  input: " + origin);
    }
    for (JsonNode setting : Json.list(server, "loosened")) {
      lines.add("  " + style.bad("loosens:") + " " + Printable.clean(setting.asString()));
    }
    PlanAccess.lines(server, style, lines);
    groups.forEach(group -> group(group, style, lines));
    lines.add("");
    return changes;
  }

  private static void group(JsonNode group, Style style, List<String> lines) {
    int window = Json.number(group, "confirmWithinSeconds");
    lines.add(
        "  "
            + style.place(Printable.clean(Json.text(group, "title")))
            + (window > 0
                ? style.attention(
                    "  the server reverts it by itself unless confirmed in " + window + " s")
                : ""));
    for (JsonNode change : Json.list(group, "changes")) {
      String sign =
          switch (Json.text(change, "action").toLowerCase(Locale.ROOT)) {
            case "create" -> style.good("+");
            case "remove" -> style.bad("-");
            default -> style.attention("~");
          };
      lines.add("    " + sign + " " + Printable.clean(Json.text(change, "title")));
      diff(Json.text(change, "diff"), style, lines);
    }
  }

  private static void diff(String diff, Style style, List<String> lines) {
    if (diff.isBlank()) {
      return;
    }
    for (String raw : diff.stripTrailing().split("\\R", -1)) {
      String line = Printable.clean(raw);
      String painted;
      if (line.startsWith("+++") || line.startsWith("---")) {
        painted = style.bold(line);
      } else if (line.startsWith("@@")) {
        painted = style.place(line);
      } else if (line.startsWith("+")) {
        painted = style.good(line);
      } else if (line.startsWith("-")) {
        painted = style.bad(line);
      } else {
        painted = line;
      }
      lines.add("      " + painted);
    }
  }
}
