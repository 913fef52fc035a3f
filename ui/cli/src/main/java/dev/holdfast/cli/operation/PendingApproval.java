package dev.holdfast.cli.operation;

import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A plan that waits for somebody's decision.
 *
 * @param id the operation
 * @param server the one server whose plan moved; empty for the plan of the whole operation
 */
record PendingApproval(
    String id,
    String server,
    String type,
    String selector,
    String initiator,
    String planHash,
    int servers,
    int changes,
    String since,
    List<Need> needs) {

  /** What an approval rule still asks for. */
  record Need(String rule, int approvals, List<String> given, String from) {
    static Need of(JsonNode need) {
      return new Need(
          Json.text(need, "rule"),
          Json.number(need, "approvals"),
          Json.strings(need, "given"),
          Printable.line(Json.text(need, "from")));
    }

    int missing() {
      return Math.max(0, approvals - given.size());
    }

    String line() {
      return "The approval rule %s asks for %d more by %s%s."
          .formatted(
              rule,
              missing(),
              from,
              given.isEmpty() ? "" : "; given by " + String.join(", ", given));
    }
  }

  static PendingApproval of(JsonNode waiting) {
    return new PendingApproval(
        Json.text(waiting, "id"),
        Json.text(waiting, "server"),
        Json.text(waiting, "type"),
        Json.text(waiting, "selector"),
        Json.text(waiting, "initiator"),
        Json.text(waiting, "planHash"),
        Json.number(waiting, "servers"),
        Json.number(waiting, "changes"),
        Json.text(waiting, "since"),
        Json.list(waiting, "needs").stream().map(Need::of).toList());
  }

  /** Whether it is what an operation does that makes no plan: a plan without changes waits not. */
  boolean withoutPlan() {
    return changes == 0;
  }

  /** What waits, for a sentence. */
  String subject() {
    if (withoutPlan()) {
      return server.isEmpty()
          ? type + " on " + Phrases.count(servers, "server")
          : type + " on " + server + ", with an input of its own,";
    }
    return server.isEmpty()
        ? "The plan of " + type + " (" + Phrases.count(changes, "change") + ")"
        : "The plan of " + server + ", which changed in the meantime,";
  }

  /** What it takes still, one line for each approval rule that is not met. */
  List<String> missing() {
    return needs.stream().filter(need -> need.missing() > 0).map(Need::line).toList();
  }

  /** The same of what the API says that rules ask. */
  static List<String> missing(List<JsonNode> needs) {
    return needs.stream().map(Need::of).filter(need -> need.missing() > 0).map(Need::line).toList();
  }

  /** What to type to see what it is about: a question of a runbook is no plan. */
  String lookCommand() {
    return HoldfastCommand.PROGRAM
        + (isRunbook() && withoutPlan() ? " ops show " : " ops plan ")
        + id;
  }

  /** Whether it is the plan of a whole runbook, which may be approved with what follows from it. */
  boolean ofRunbook() {
    return isRunbook() && !withoutPlan();
  }

  private boolean isRunbook() {
    return type.equals("runbook");
  }

  /** What to type to approve exactly this plan. */
  String approveCommand() {
    return HoldfastCommand.PROGRAM + " approvals approve " + id + " --plan " + planHash;
  }
}
