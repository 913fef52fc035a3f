package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.Phrases;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about sinks and shows its answers. */
final class SinkViews {
  private static final String PATH = "/notify/sinks";
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  SinkViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int add(String name, String type, SinkContent content, Surroundings surroundings) {
    ObjectNode request = content.request(surroundings);
    request.put("name", name).put("type", type);
    JsonNode sink = api.post(PATH, request);
    return output.answer(
        sink,
        () -> {
          output.line(text(sink, "name"));
          output.message(
              "Try it:  %s notify sink test %s".formatted(HoldfastCommand.PROGRAM, name));
        });
  }

  int set(String name, @Nullable Boolean enabled, SinkContent content, Surroundings surroundings) {
    ObjectNode request = content.request(surroundings);
    if (enabled != null) {
      request.put("enabled", enabled);
    }
    JsonNode sink = api.patch(path(name), request);
    return output.answer(sink, () -> output.message("Changed " + text(sink, "name") + "."));
  }

  int list() {
    List<JsonNode> sinks = Pages.read(api, PATH, MOST);
    return output.list(
        sinks,
        "There are no sinks. %s notify sink add --help says how to add one."
            .formatted(HoldfastCommand.PROGRAM),
        () -> {
          Table table = new Table("NAME", "TYPE", "EVENTS", "STATE", "WAITING", "DEAD");
          sinks.forEach(sink ->
              table.row(
                  text(sink, "name"),
                  text(sink, "type"),
                  rule(sink),
                  state(sink),
                  text(sink, "waiting"),
                  text(sink, "dead")));
          return table;
        });
  }

  private static String state(JsonNode sink) {
    if (!Json.flag(sink, "enabled")) {
      return "disabled";
    }
    return Json.number(sink, "failures") == 0 ? "ok" : "failing: " + text(sink, "error");
  }

  private static String rule(JsonNode sink) {
    var rule = new StringBuilder(words(sink, "kinds", "all kinds"));
    if (!text(sink, "level").equals("info")) {
      rule.append(", at least ").append(text(sink, "level"));
    }
    rule.append(part(", of ", words(sink, "operations", "")));
    rule.append(part(", on ", words(sink, "servers", "")));
    return rule.toString();
  }

  private static String part(String before, String words) {
    return words.isEmpty() ? "" : before + words;
  }

  private static String words(JsonNode sink, String field, String none) {
    List<String> words = Json.strings(sink, field);
    return words.isEmpty() ? none : Printable.line(String.join(" ", words));
  }

  int show(String name) {
    JsonNode sink = api.get(path(name));
    return output.answer(
        sink,
        () -> {
          output.line(output.style().bold(text(sink, "name")) + "  " + text(sink, "type"));
          output.line("  events:   " + rule(sink));
          output.line("  state:    " + state(sink));
          String retry = text(sink, "retryAt");
          if (!retry.isEmpty()) {
            output.line("  again at: " + Phrases.time(retry, ZoneId.systemDefault()));
          }
          output.line(
              "  waiting:  %s, dead: %s".formatted(text(sink, "waiting"), text(sink, "dead")));
          sink.path("settings")
              .properties()
              .forEach(setting ->
                  output.line(
                      "  %-9s %s"
                          .formatted(
                              Printable.line(setting.getKey()) + ":",
                              firstLine(setting.getValue().asString()))));
          output.line(
              "  changed:  by %s at %s"
                  .formatted(
                      text(sink, "changedBy"),
                      Phrases.time(text(sink, "changedAt"), ZoneId.systemDefault())));
        });
  }

  /** Of certificates, that there are some. */
  private static String firstLine(String value) {
    return value.lines().count() > 1
        ? Printable.line(value.lines().findFirst().orElse("")) + " …"
        : Printable.line(value);
  }

  int remove(String name) {
    JsonNode answer = api.delete(path(name));
    return output.answer(answer, () -> output.message("Removed " + name + "."));
  }

  int test(String name) {
    JsonNode tested = api.post(path(name) + "/test", Json.object());
    boolean delivered = Json.flag(tested, "delivered");
    output.answer(
        tested,
        () ->
            output.message(
                delivered
                    ? "Delivered in %s ms, as %s."
                        .formatted(text(tested, "millis"), text(tested, "id"))
                    : "Not delivered: " + text(tested, "error") + "."));
    return (delivered ? ExitCode.DONE : ExitCode.FAILED).code();
  }

  private static String path(String name) {
    return PATH + "/" + Pages.encode(name);
  }

  private static String text(JsonNode node, String field) {
    return Printable.line(Json.text(node, field));
  }
}
