package dev.holdfast.cli.metrics;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.operation.Phrases;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Asks the platform how it is and shows its answer. */
final class MetricsView {
  private static final int WIDTH = 15;

  private final ApiClient api;
  private final Output output;

  MetricsView(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int show() {
    JsonNode health = api.get("/health");
    if (output.json()) {
      output.document(health);
      return ExitCode.DONE.code();
    }
    JsonNode requests = health.path("requests");
    JsonNode pool = health.path("pool");
    JsonNode cache = health.path("keyCache");
    field("health", Json.text(health, "status"));
    health
        .path("components")
        .properties()
        .forEach(part ->
            field(
                "  " + part.getKey(),
                "%s, %s ms"
                    .formatted(
                        Json.text(part.getValue(), "status"),
                        number(part.getValue(), "latencyMillis"))));
    field(
        "response time",
        "p50 %s ms, p95 %s ms, p99 %s ms, of the last %s requests"
            .formatted(
                number(requests, "p50Millis"),
                number(requests, "p95Millis"),
                number(requests, "p99Millis"),
                Json.text(requests, "counted")));
    field("errors", number(requests, "errorPercent") + " % of them");
    field("requests", Json.text(requests, "perMinute") + " in the last minute");
    field("active traces", Json.text(health, "activeTraces"));
    field(
        "database",
        "%s of %s connections in use, %s wait for one"
            .formatted(
                Json.text(pool, "active"), Json.text(pool, "most"), Json.text(pool, "waiting")));
    field(
        "key cache",
        "%s keys, %s hits, %s misses"
            .formatted(
                Json.text(cache, "entries"), Json.text(cache, "hits"), Json.text(cache, "misses")));
    field("availability", availability(health.path("availability")));
    return ExitCode.DONE.code();
  }

  private static String availability(JsonNode measured) {
    return measured.hasNonNull("percent")
        ? "%s %% since %s (goal: 99.9 %%)"
            .formatted(
                String.format(Locale.ROOT, "%.3f", measured.path("percent").asDouble()),
                Phrases.time(measured, "since"))
        : "not measured yet";
  }

  private static String number(JsonNode node, String field) {
    return String.format(Locale.ROOT, "%.1f", node.path(field).asDouble());
  }

  private void field(String name, String value) {
    output.line(name + " ".repeat(Math.max(1, WIDTH - name.length())) + value);
  }
}
