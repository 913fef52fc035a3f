package dev.holdfast.cli.operation;

import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import tools.jackson.databind.JsonNode;

/**
 * A step of a runbook that has begun.
 *
 * @param type of the operation; {@code approval} of a question
 * @param operation that it has started; empty if none
 * @param reason why it started none, or failed; the question itself
 */
record BegunStep(
    String name, int attempt, String type, String operation, String state, String reason) {
  static BegunStep of(JsonNode step) {
    return new BegunStep(
        Json.text(step, "step"),
        Json.number(step, "attempt"),
        Json.text(step, "type"),
        Json.text(step, "operation"),
        Json.text(step, "state"),
        Printable.line(Json.text(step, "reason")));
  }

  boolean isQuestion() {
    return type.equals("approval");
  }

  /** Whether the operation that it has started waits for the approval of its plan. */
  private boolean waits() {
    return !operation.isEmpty() && state.equals("awaiting-approval");
  }

  private String planCommand() {
    return HoldfastCommand.PROGRAM + " ops plan " + operation;
  }

  /** What a person who watches wants to know of it. */
  String line(Style style) {
    return "step "
        + label()
        + ": "
        + style.state(state)
        + (operation.isEmpty() ? "" : " " + operation)
        + (reason.isEmpty() ? "" : ", " + reason)
        + (waits() ? "; see it: " + planCommand() : "");
  }

  /** What names it, with the number of the attempt after the first. */
  String label() {
    return attempt > 1 ? name + ", attempt " + attempt : name;
  }
}
