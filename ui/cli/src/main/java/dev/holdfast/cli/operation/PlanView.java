package dev.holdfast.cli.operation;

import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows what would change as a person reads a commit: servers with equal plans together, and of
 * long diffs the beginning.
 */
final class PlanView {
  private static final int LONG_DIFF = 16;
  private static final int SHOWN_OF_LONG = 8;
  private static final int NAMED = 12;

  private final Style style;
  private final boolean full;
  private final List<String> lines = new ArrayList<>();
  private boolean folded;

  private PlanView(Style style, boolean full) {
    this.style = style;
    this.full = full;
  }

  /**
   * The lines of the plans of an operation.
   *
   * @param plan what {@code /operations/ID/plan} answers
   * @param full whether long diffs are shown to their end
   */
  static List<String> lines(JsonNode plan, Style style, boolean full) {
    return new PlanView(style, full).all(plan);
  }

  /** Whether there is nothing to show yet. */
  static boolean isEmpty(JsonNode plan) {
    return Stream.of("servers", "work", "steps").allMatch(part -> plan.path(part).isEmpty());
  }

  private List<String> all(JsonNode plan) {
    List<JsonNode> steps = Json.list(plan, "steps");
    steps.forEach(this::step);
    List<JsonNode> servers = steps.isEmpty() ? Json.list(plan, "servers") : ofAll(steps);
    if (steps.isEmpty()) {
      servers(servers);
    }
    List<JsonNode> work = Json.list(plan, "work");
    work.forEach(this::work);
    if (work.isEmpty()) {
      lines.add(sum(servers, changes(servers)));
    }
    String window = OpenHours.of(plan);
    if (!window.isEmpty()) {
      lines.add("in the window " + window);
    }
    String hash = Json.text(plan, "planHash");
    if (!hash.isEmpty()) {
      lines.add(style.dim("plan " + hash));
    }
    if (folded) {
      lines.add(
          "Long diffs are cut; %s ops plan %s --full shows all of them."
              .formatted(HoldfastCommand.PROGRAM, Json.text(plan, "operation")));
    }
    return lines;
  }

  private void servers(List<JsonNode> servers) {
    Map<JsonNode, List<JsonNode>> alike = new LinkedHashMap<>();
    servers.forEach(
        server -> alike.computeIfAbsent(content(server), _ -> new ArrayList<>()).add(server));
    if (alike.size() > 1) {
      lines.add(style.bold(sum(servers, changes(servers)) + ":"));
      alike.values().forEach(same -> lines.add("  " + heading(same)));
      lines.add("");
    }
    alike.values().forEach(this::plan);
  }

  private static List<JsonNode> ofAll(List<JsonNode> steps) {
    return steps.stream().flatMap(step -> Json.list(step, "servers").stream()).toList();
  }

  /** A step of a runbook, as far as it could be planned before the runbook starts. */
  private void step(JsonNode step) {
    String type = Json.text(step, "type");
    String heading =
        style.bold("Step " + Json.text(step, "step")) + (type.isEmpty() ? "" : " (" + type + ")");
    List<JsonNode> servers = Json.list(step, "servers");
    String reason = Printable.clean(Json.text(step, "reason"));
    if (!reason.isEmpty()) {
      lines.add(heading + " " + style.attention("is not planned yet:") + " " + reason);
    } else if (servers.isEmpty()) {
      lines.add(heading + (step.path("plans").asBoolean(false) ? "" : " makes no plan"));
    } else {
      lines.add(heading);
    }
    if (servers.isEmpty()) {
      lines.add("");
    } else {
      servers(servers);
    }
  }

  /** What is the same in two plans that do the same on two servers. */
  private static JsonNode content(JsonNode server) {
    ObjectNode content = ((ObjectNode) server).deepCopy();
    content.remove(List.of("server", "hash", "createdAt"));
    return content;
  }

  private static int changes(List<JsonNode> servers) {
    return servers.stream().mapToInt(PlanView::changes).sum();
  }

  private static String sum(List<JsonNode> servers, int changes) {
    long different = servers.stream().map(server -> Json.text(server, "server")).distinct().count();
    return Phrases.count(changes, "change")
        + " on "
        + Phrases.count((int) different, "server")
        + (changes == 0 ? ", " + checked(servers) + " checked" : "");
  }

  private static int checked(List<JsonNode> servers) {
    return servers.stream().mapToInt(server -> Json.number(server, "unchanged")).sum();
  }

  private static int changes(JsonNode server) {
    return Json.list(server, "groups").stream()
        .mapToInt(group -> Json.list(group, "changes").size())
        .sum();
  }

  private String heading(List<JsonNode> same) {
    String names =
        same.stream()
            .limit(NAMED)
            .map(server -> style.bold(Json.text(server, "server")))
            .collect(Collectors.joining(", "));
    JsonNode server = same.getFirst();
    return names
        + (same.size() > NAMED ? " and " + (same.size() - NAMED) + " more" : "")
        + "  "
        + (same.size() > 1 ? "each " : "")
        + Phrases.count(changes(server), "change")
        + ", "
        + Json.number(server, "unchanged")
        + " unchanged";
  }

  /** What is done without a plan: what it is given, and where. */
  private void work(JsonNode work) {
    List<String> names = Json.strings(work, "servers");
    lines.add(
        names.stream().limit(NAMED).map(style::bold).collect(Collectors.joining(", "))
            + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : ""));
    for (Map.Entry<String, JsonNode> field : work.path("input").properties()) {
      JsonNode value = field.getValue();
      if (!value.isString() || value.asString().strip().indexOf('\n') < 0) {
        String text = value.isString() ? value.asString() : value.toString();
        lines.add("  " + field.getKey() + ": " + Printable.line(text));
        continue;
      }
      lines.add("  " + field.getKey() + ":");
      value.asString().strip().lines().forEach(line -> lines.add("    " + Printable.clean(line)));
    }
    Json.strings(work, "gates").forEach(gate -> lines.add("  gate: " + Printable.line(gate)));
    lines.add("");
  }

  private void plan(List<JsonNode> same) {
    JsonNode server = same.getFirst();
    lines.add(heading(same));
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
    for (JsonNode note : Json.list(server, "notes")) {
      lines.add("  " + style.attention("stays:") + " " + Printable.clean(note.asString()));
    }
    PlanAccess.lines(server, style, lines);
    Json.list(server, "groups").forEach(this::group);
    lines.add("");
  }

  private void group(JsonNode group) {
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
      diff(Json.text(change, "diff"));
    }
  }

  private void diff(String diff) {
    if (diff.isBlank()) {
      return;
    }
    List<String> whole = List.of(diff.stripTrailing().split("\\R", -1));
    boolean cut = !full && whole.size() > LONG_DIFF;
    folded |= cut;
    for (String raw : cut ? whole.subList(0, SHOWN_OF_LONG) : whole) {
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
    if (cut) {
      lines.add("      " + style.dim("… and " + (whole.size() - SHOWN_OF_LONG) + " more lines"));
    }
  }
}
