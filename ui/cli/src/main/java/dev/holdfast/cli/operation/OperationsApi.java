package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.EventStream;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the API has on operations. */
final class OperationsApi {
  private static final int STEPS = 2000;
  private static final int PAGE = 500;
  private static final int ALL = 1_000_000;
  private final ApiClient api;

  OperationsApi(ApiClient api) {
    this.api = api;
  }

  Operation get(String id) {
    return Operation.of(api.get(path(id)));
  }

  /** What the stream of its changes has told last; asked for where that has told nothing new. */
  Operation now(String id, EventStream events) {
    return Operation.of(events.newest(() -> api.get(path(id))));
  }

  /** The same with all its servers, sorted by name, where it has only the first of them. */
  Operation whole(Operation operation) {
    if (operation.more() == 0) {
      return operation;
    }
    return operation.with(servers(operation.id(), "", ALL).items());
  }

  /**
   * The servers of an operation, sorted by name.
   *
   * @param states only those in one of these, separated by commas; all if it is empty
   */
  Pages.Part servers(String id, String states, int most) {
    String query = "/servers?limit=" + Math.clamp(most, 1, PAGE);
    return Pages.part(
        api,
        path(id) + query + (states.isEmpty() ? "" : "&state=" + Pages.encode(states)),
        "after",
        most);
  }

  JsonNode plan(String id) {
    return api.get(path(id) + "/plan");
  }

  JsonNode explain(String id) {
    return api.get(path(id) + "/explain");
  }

  /** What is being done now, in words, by server. */
  Map<String, String> currentSteps(String id) {
    Map<String, String> current = new HashMap<>();
    for (JsonNode step : Pages.read(api, path(id) + "/steps?state=running", STEPS)) {
      if (Json.text(step, "state").equals("running")) {
        current.put(Json.text(step, "server"), Printable.line(Json.text(step, "summary")));
      }
    }
    return current;
  }

  /**
   * Steers an operation.
   *
   * @param verb {@code cancel}, {@code pause}, {@code resume}, {@code concurrency} or {@code skip}
   * @param how the body of the request
   */
  Operation steer(String id, String verb, JsonNode how) {
    JsonNode answer = api.post(path(id) + "/" + verb, how);
    return answer.has("state") ? Operation.of(answer) : get(id);
  }

  /** What of this operation waits for a decision; of all operations if the id is empty. */
  List<PendingApproval> pendingApprovals(String id) {
    return Pages.read(api, "/approvals", STEPS).stream()
        .map(PendingApproval::of)
        .filter(pending -> id.isEmpty() || pending.id().equals(id))
        .toList();
  }

  /**
   * Approves a plan.
   *
   * @param following of a runbook, with what follows from it
   * @return what approval rules still ask for; empty where it was the last approval that it takes
   */
  List<String> approve(PendingApproval approval, boolean following) {
    ObjectNode decision = decision(approval);
    if (following) {
      decision.put("following", true);
    }
    JsonNode answer = api.post(approvalPath(approval) + "/approve", decision);
    return PendingApproval.missing(Json.list(answer, "needs"));
  }

  void reject(PendingApproval approval, String reason) {
    api.post(approvalPath(approval) + "/reject", decision(approval).put("reason", reason));
  }

  private static String approvalPath(PendingApproval approval) {
    return "/approvals/" + Pages.encode(approval.id());
  }

  private static ObjectNode decision(PendingApproval approval) {
    ObjectNode decision = Json.object().put("planHash", approval.planHash());
    return approval.server().isEmpty() ? decision : decision.put("server", approval.server());
  }

  EventStream events(String id) {
    return api.events("/ws/v1/events?operation=" + Pages.encode(id));
  }

  static String path(String id) {
    return "/operations/" + Pages.encode(id);
  }
}
