package dev.holdfast.cli.operation;

import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
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
    String since) {

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
        Json.text(waiting, "since"));
  }

  /** What waits, for a sentence. */
  String subject() {
    return server.isEmpty()
        ? "The plan of " + type + " (" + Words.count(changes, "change") + ")"
        : "The plan of " + server + ", which changed in the meantime,";
  }

  /** What to type to approve exactly this plan. */
  String approveCommand() {
    return HoldfastCommand.PROGRAM + " approvals approve " + id + " --plan " + planHash;
  }
}
