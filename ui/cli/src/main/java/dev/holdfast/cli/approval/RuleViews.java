package dev.holdfast.cli.approval;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Durations;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about the approval rules and shows its answers. */
final class RuleViews {
  private static final String PATH = "/approvals/rules";
  private static final int MOST = 10_000;

  private final ApiClient api;
  private final Output output;

  RuleViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list() {
    List<JsonNode> rules = Pages.read(api, PATH, MOST);
    return output.list(
        rules,
        "No rules: one approval is enough for any plan, also by whoever started it. "
            + HoldfastCommand.PROGRAM
            + " approvals rule set --help says how to ask for more.",
        () -> {
          Table table = new Table("NAME", "ABOUT", "APPROVALS", "BY");
          rules.forEach(rule ->
              table.row(
                  Json.text(rule, "name"),
                  about(rule),
                  Json.text(rule, "approvals"),
                  Printable.line(Json.text(rule, "from")) + times(rule)));
          return table;
        });
  }

  int set(RuleSetCommand typed) {
    JsonNode rule = api.put(PATH + "/" + Pages.encode(typed.name), request(typed));
    int approvals = Json.number(rule, "approvals");
    return output.answer(
        rule,
        () ->
            output.message(
                "From now on, %s takes %s by %s."
                    .formatted(
                        about(rule),
                        approvals == 1 ? "1 approval" : approvals + " approvals",
                        Printable.line(Json.text(rule, "from")) + times(rule))));
  }

  /** {@code , is rejected after 4 h, …}; empty where it gives no time. */
  private static String times(JsonNode rule) {
    String times = "";
    JsonNode escalation = rule.path("escalation");
    if (escalation.isObject()) {
      times +=
          ", and after %s also by %s"
              .formatted(
                  duration(escalation, "afterSeconds"),
                  Stream.concat(
                          Json.strings(escalation, "users").stream(),
                          Json.strings(escalation, "roles").stream()
                              .map(role -> "a user with the role " + role))
                      .collect(Collectors.joining(" or ")));
    }
    if (rule.has("expireSeconds")) {
      times += "; it is rejected after " + duration(rule, "expireSeconds");
    }
    return Printable.line(times);
  }

  private static String duration(JsonNode node, String field) {
    return Durations.typed(node.path(field).asLong(0));
  }

  int remove(String name) {
    JsonNode answer = api.delete(PATH + "/" + Pages.encode(name));
    return output.answer(answer, () -> output.message("Removed the approval rule " + name + "."));
  }

  /** Which plans, in words. */
  private static String about(JsonNode rule) {
    List<String> words = new ArrayList<>();
    List<String> operations = Json.strings(rule, "operations");
    words.add(
        operations.isEmpty()
            ? Json.text(rule, "risk").isEmpty() ? "every change" : "every plan"
            : "each " + String.join(" or ", operations));
    String selector = Json.text(rule, "selector");
    if (!selector.equals("all")) {
      words.add("for " + selector);
    }
    if (!Json.text(rule, "risk").isEmpty()) {
      words.add("that can lock out");
    }
    if (!Json.text(rule, "hours").isEmpty()) {
      words.add("at " + Json.text(rule, "hours"));
    }
    return Printable.line(String.join(" ", words));
  }

  private static ObjectNode request(RuleSetCommand typed) {
    ObjectNode request = Json.object();
    request.set("operations", Json.of(typed.operations));
    put(request, "selector", typed.selector);
    put(request, "risk", typed.risk);
    put(request, "hours", typed.hours);
    if (typed.approvals != null) {
      request.put("approvals", typed.approvals);
    }
    request.set("users", Json.of(typed.users));
    request.set("roles", Json.of(typed.roles));
    request.put("own", typed.own);
    put(request, "reason", typed.reason);
    if (typed.expires != null) {
      request.put("expireSeconds", typed.expires.toSeconds());
    }
    if (typed.escalateAfter != null
        || !typed.escalateUsers.isEmpty()
        || !typed.escalateRoles.isEmpty()) {
      ObjectNode escalation = request.putObject("escalation");
      if (typed.escalateAfter != null) {
        escalation.put("afterSeconds", typed.escalateAfter.toSeconds());
      }
      escalation.set("users", Json.of(typed.escalateUsers));
      escalation.set("roles", Json.of(typed.escalateRoles));
    }
    return request;
  }

  private static void put(ObjectNode request, String field, @Nullable String value) {
    if (value != null) {
      request.put(field, value);
    }
  }
}
