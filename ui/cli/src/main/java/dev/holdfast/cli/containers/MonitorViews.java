package dev.holdfast.cli.containers;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Since;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is told to the monitor of containers, and shown of it; each returns the exit code. */
final class MonitorViews {
  private static final int MOST = 1_000_000;
  private static final double MEGABYTE = 1e6;

  private final ApiClient api;
  private final Output output;

  MonitorViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list(String selector) {
    return monitors(
        Pages.read(api, "/containers/monitors" + selector(selector), MOST),
        "Nothing is watched; ./holdfast containers monitor start SELECTOR begins it.");
  }

  int start(String selector) {
    JsonNode started = api.post("/containers/monitors", Json.object().put("selector", selector));
    return monitors(Json.list(started, "items"), "Nothing is watched.");
  }

  int stop(String selector) {
    JsonNode stopped =
        api.post("/containers/monitors/stop", Json.object().put("selector", selector));
    return monitors(Json.list(stopped, "items"), "Nothing was watched.");
  }

  private int monitors(List<JsonNode> monitors, String none) {
    return output.list(
        monitors,
        none,
        () -> {
          Table table = new Table("SERVER", "STATE", "SINCE", "SAMPLE", "MESSAGE").withState(1);
          monitors.forEach(monitor ->
              table.row(
                  Json.text(monitor, "server"),
                  Json.text(monitor, "state"),
                  time(monitor, "since"),
                  time(monitor, "sampledAt"),
                  Json.text(monitor, "message")));
          return table;
        });
  }

  int learn(String selector, @Nullable String container) {
    JsonNode none =
        api.post(
            "/containers/monitors/learn",
            Json.object().put("selector", selector).put("container", container));
    return output.answer(
        none, () -> output.message("What was learnt is forgotten, and is learnt anew."));
  }

  /** Sets limits where the body has any, and shows those that hold. */
  int limits(String selector, ObjectNode body, boolean change) {
    List<JsonNode> limits =
        change
            ? Json.list(api.post("/containers/limits", body.put("selector", selector)), "items")
            : Pages.read(api, "/containers/limits" + selector(selector), MOST);
    return output.list(
        limits,
        "No server matches '" + selector + "'.",
        () -> {
          Table table =
              new Table(
                  "SERVER", "CONTAINER", "CPU", "MEMORY", "CONNECTIONS", "PROCESSES", "EXPECTED");
          limits.forEach(limit ->
              table.row(
                  Json.text(limit, "server"),
                  limit.path("container").isNull() ? "all others" : Json.text(limit, "container"),
                  Json.text(limit, "cpu") + " %",
                  Json.text(limit, "memory") + " %",
                  Json.text(limit, "connections"),
                  Json.text(limit, "processes"),
                  limit.path("expected").isNull()
                      ? "what was learnt"
                      : limit.path("expected").isEmpty()
                          ? "nothing"
                          : Json.list(limit, "expected").stream()
                              .map(JsonNode::asString)
                              .collect(Collectors.joining(", "))));
          return table;
        });
  }

  int usage(String selector, @Nullable String container) {
    List<JsonNode> usage =
        Pages.read(api, "/containers/usage" + selector(selector) + container(container), MOST);
    return output.list(
        usage,
        "No container is watched; ./holdfast containers monitor list shows why.",
        () -> {
          Table table =
              new Table(
                  "SERVER",
                  "CONTAINER",
                  "CPU",
                  "MEMORY",
                  "OF",
                  "PROCESSES",
                  "CONNECTIONS",
                  "RECEIVED",
                  "SENT",
                  "RESTARTS",
                  "HEALTH");
          usage.forEach(one ->
              table.row(
                  Json.text(one, "server"),
                  Json.text(one, "container"),
                  percent(one, "cpuPercent"),
                  megabytes(one, "memoryBytes"),
                  megabytes(one, "memoryLimitBytes"),
                  Json.text(one, "processes"),
                  Json.text(one, "connections"),
                  megabytes(one, "receivedBytes"),
                  megabytes(one, "sentBytes"),
                  Json.text(one, "restarts"),
                  Json.text(one, "health")));
          return table;
        });
  }

  int history(String selector, @Nullable String container, String since) {
    Instant from = Since.parse(since, Instant.now());
    List<JsonNode> minutes =
        Pages.read(
            api,
            "/containers/history" + selector(selector) + container(container) + "&since=" + from,
            MOST);
    return output.list(
        minutes,
        "Nothing was recorded since then.",
        () -> {
          Table table =
              new Table(
                  "MINUTE",
                  "SERVER",
                  "CONTAINER",
                  "CPU",
                  "HIGHEST",
                  "MEMORY",
                  "HIGHEST",
                  "PROCESSES",
                  "CONNECTIONS");
          minutes.forEach(one ->
              table.row(
                  time(one, "minute"),
                  Json.text(one, "server"),
                  Json.text(one, "container"),
                  percent(one, "cpuPercent"),
                  percent(one, "cpuPercentMost"),
                  megabytes(one, "memoryBytes"),
                  megabytes(one, "memoryBytesMost"),
                  Json.text(one, "processesMost"),
                  Json.text(one, "connectionsMost")));
          return table;
        });
  }

  int violations(String selector, @Nullable String container, boolean all) {
    List<JsonNode> violations =
        Pages.read(
            api,
            "/containers/violations" + selector(selector) + container(container) + "&ended=" + all,
            MOST);
    return output.list(
        violations,
        all ? "No violations." : "No violations now; --all shows those that are over, too.",
        () -> {
          Table table =
              new Table("SERVER", "CONTAINER", "WHAT", "VALUE", "LIMIT", "SINCE", "UNTIL");
          violations.forEach(one ->
              table.row(
                  Json.text(one, "server"),
                  Json.text(one, "container"),
                  (Json.text(one, "what") + " " + Json.text(one, "destination")).strip(),
                  figure(one, "value"),
                  figure(one, "limit"),
                  time(one, "begunAt"),
                  time(one, "endedAt")));
          return table;
        });
  }

  private static String figure(JsonNode violation, String field) {
    return switch (Json.text(violation, "what")) {
      case "cpu", "memory" -> Json.text(violation, field) + " %";
      case "destination" -> "";
      default -> Json.text(violation, field);
    };
  }

  private static String percent(JsonNode node, String field) {
    return node.path(field).isNumber()
        ? String.format(Locale.ROOT, "%.1f %%", node.path(field).asDouble(0))
        : "";
  }

  private static String megabytes(JsonNode node, String field) {
    return node.path(field).isNumber()
        ? String.format(Locale.ROOT, "%.1f MB", node.path(field).asDouble(0) / MEGABYTE)
        : "";
  }

  private static String time(JsonNode node, String field) {
    String text = Json.text(node, field);
    return text.isEmpty() ? "" : Words.time(text, ZoneId.systemDefault());
  }

  private static String selector(String selector) {
    return "?selector=" + Pages.encode(selector);
  }

  private static String container(@Nullable String container) {
    return container == null ? "" : "&container=" + Pages.encode(container);
  }
}
