package dev.holdfast.cli.containers;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Since;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.Phrases;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the monitor has seen of containers; each returns the exit code. */
final class UsageViews {
  private static final int MOST = 1_000_000;

  private final ApiClient api;
  private final Output output;

  UsageViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int usage(String selector, @Nullable String container) {
    List<JsonNode> usage = Pages.read(api, "/containers/usage" + of(selector, container), MOST);
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
                  bytes(one, "memoryBytes"),
                  bytes(one, "memoryLimitBytes"),
                  Json.text(one, "processes"),
                  Json.text(one, "connections"),
                  bytes(one, "receivedBytes"),
                  bytes(one, "sentBytes"),
                  Json.text(one, "restarts"),
                  Json.text(one, "health")));
          return table;
        });
  }

  int history(String selector, @Nullable String container, String since) {
    Instant from = Since.parse(since, Instant.now());
    List<JsonNode> minutes =
        Pages.read(api, "/containers/history" + of(selector, container) + "&since=" + from, MOST);
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
                  Phrases.time(one, "minute"),
                  Json.text(one, "server"),
                  Json.text(one, "container"),
                  percent(one, "cpuPercent"),
                  percent(one, "cpuPercentMost"),
                  bytes(one, "memoryBytes"),
                  bytes(one, "memoryBytesMost"),
                  Json.text(one, "processesMost"),
                  Json.text(one, "connectionsMost")));
          return table;
        });
  }

  int violations(String selector, @Nullable String container, boolean all) {
    List<JsonNode> violations =
        Pages.read(api, "/containers/violations" + of(selector, container) + "&ended=" + all, MOST);
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
                  Phrases.time(one, "begunAt"),
                  Phrases.time(one, "endedAt")));
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

  private static String bytes(JsonNode node, String field) {
    return node.path(field).isNumber() ? Phrases.bytes(node.path(field).asLong(0)) : "";
  }

  private static String of(String selector, @Nullable String container) {
    return "?selector="
        + Pages.encode(selector)
        + (container == null ? "" : "&container=" + Pages.encode(container));
  }
}
