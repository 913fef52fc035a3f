package dev.holdfast.cli.containers;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.Phrases;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is told to the monitor of containers, and shown of it; each returns the exit code. */
final class MonitorViews {
  private static final int MOST = 1_000_000;

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
                  Phrases.time(monitor, "since"),
                  Phrases.time(monitor, "sampledAt"),
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

  private static String selector(String selector) {
    return "?selector=" + Pages.encode(selector);
  }
}
