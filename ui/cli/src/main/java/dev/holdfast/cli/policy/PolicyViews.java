package dev.holdfast.cli.policy;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Asks the platform about the command policy and shows its answers. */
final class PolicyViews {
  private static final String PATH = "/policies/commands";
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  PolicyViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list() {
    List<JsonNode> rules = Pages.read(api, PATH, MOST);
    if (output.json()) {
      output.document(Json.of(rules));
      return ExitCode.DONE.code();
    }
    Table table = new Table("ID", "EFFECT", "SERVERS", "OPERATION", "USER", "SUDO", "COMMANDS");
    rules.forEach(rule ->
        table.row(
            Json.text(rule, "id"),
            Json.text(rule, "effect"),
            Json.text(rule, "selector"),
            any(rule, "operation"),
            any(rule, "user"),
            sudo(rule),
            Json.text(rule, "commands") + (Json.flag(rule, "shell") ? " (and shell text)" : "")));
    if (table.isEmpty()) {
      output.message(
          "No rules: everything may run. "
              + HoldfastCommand.PROGRAM
              + " policy add --help says how to restrict it.");
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }

  int add(JsonNode request) {
    JsonNode rule = api.post(PATH, request);
    if (output.json()) {
      output.document(rule);
    } else {
      output.line("Rule " + Json.text(rule, "id") + ": " + text(rule, "text"));
      Json.list(rule, "warnings")
          .forEach(
              warning -> output.message("Warning: " + Printable.line(warning.asString()) + "."));
      if (Json.text(rule, "effect").equals("allow")) {
        output.message("There, only what an allow rule names may run from now on.");
      }
    }
    return ExitCode.DONE.code();
  }

  int remove(long id) {
    JsonNode answer = api.delete(PATH + "/" + id);
    if (output.json()) {
      output.document(answer);
    } else {
      output.message("Removed rule " + id + ".");
    }
    return ExitCode.DONE.code();
  }

  int check(JsonNode request) {
    JsonNode findings = api.post(PATH + "/check", request);
    boolean allowed = Json.flag(findings, "allowed");
    if (output.json()) {
      output.document(findings);
    } else {
      for (JsonNode finding : Json.list(findings, "servers")) {
        output.line(Json.flag(finding, "allowed") ? allowed(finding) : text(finding, "message"));
      }
    }
    return (allowed ? ExitCode.DONE : ExitCode.REFUSED).code();
  }

  private static String allowed(JsonNode finding) {
    String rule = Json.text(finding, "rule");
    return Json.text(finding, "server")
        + ": allowed"
        + (rule.isEmpty()
            ? ", no rule forbids it"
            : " by rule " + rule + " (" + text(finding, "ruleText") + ")");
  }

  private static String text(JsonNode node, String field) {
    return Printable.line(Json.text(node, field));
  }

  private static String any(JsonNode rule, String field) {
    String value = Json.text(rule, field);
    return value.isEmpty() ? "any" : value;
  }

  private static String sudo(JsonNode rule) {
    return rule.path("sudo").isBoolean() ? (Json.flag(rule, "sudo") ? "yes" : "no") : "any";
  }
}
