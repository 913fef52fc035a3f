package dev.holdfast.api.approvals;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.operations.OperationDocument;
import dev.holdfast.api.operations.OperationDocuments;
import dev.holdfast.api.operations.Steerer;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.quorum.Need;
import dev.holdfast.api.quorum.Quorum;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.operation.Steering.Decision;
import dev.holdfast.schemas.server.ServerNames;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists the plans that wait for a decision, and takes decisions. */
@RestController
@RequestMapping("/api/v1/approvals")
final class ApprovalsController {
  private final CallerAccess access;
  private final Approvals approvals;
  private final Steerer steerer;
  private final OperationDocuments documents;
  private final Quorum quorum;

  ApprovalsController(
      CallerAccess access,
      Approvals approvals,
      Steerer steerer,
      OperationDocuments documents,
      Quorum quorum) {
    this.access = access;
    this.approvals = approvals;
    this.steerer = steerer;
    this.documents = documents;
    this.quorum = quorum;
  }

  /**
   * A decision.
   *
   * @param planHash the hash of exactly what was looked at
   * @param server the one server that asks again; null for the operation as a whole
   * @param reason why; needed to reject
   * @param following of a runbook, approve what follows from it too: plans of its steps that differ
   *     from what was looked at only in resources that the runbook has changed itself
   */
  record DecisionRequest(
      @Nullable String planHash,
      @Nullable String server,
      @Nullable String reason,
      @Nullable Boolean following) {}

  @Requires(value = "approvals:read", on = Requires.On.ANY_SCOPE)
  @GetMapping
  Page<WaitingPlan> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<Approvals.Waiting> waiting = approvals.waiting(caller.organisation());
    Predicate<String> visible =
        access.toOperations(
            caller, "approvals:read", waiting.stream().map(Approvals.Waiting::id).toList());
    List<Approvals.Waiting> shown =
        waiting.stream().filter(plan -> visible.test(plan.id())).toList();
    Map<Approvals.Waiting, List<Need>> needs = quorum.needs(caller.organisation(), shown);
    return new Page<>(
        shown.stream()
            .map(plan -> WaitingPlan.of(plan, needs.getOrDefault(plan, List.of())))
            .toList(),
        null);
  }

  private static @Nullable String fullName(Caller caller, @Nullable String server) {
    return server == null ? null : ServerNames.full(caller.organisation(), server);
  }

  /** 202 where approval rules ask for more: {@code needs} of the answer says what. */
  @Requires(value = "approvals:decide", on = Requires.On.OPERATION)
  @PostMapping("/{id}/approve")
  ResponseEntity<OperationDocument> approve(
      @PathVariable String id,
      @RequestBody DecisionRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<Need> needs = decide(id, request, true, caller);
    boolean complete = needs.stream().allMatch(need -> need.missing() == 0);
    return ResponseEntity.status(complete ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .body(documents.get(id, needs));
  }

  @Requires(value = "approvals:decide", on = Requires.On.OPERATION)
  @PostMapping("/{id}/reject")
  OperationDocument reject(
      @PathVariable String id,
      @RequestBody DecisionRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (request.reason() == null || request.reason().isBlank()) {
      throw ApiException.invalid("reason", "is missing; say why the plan is rejected");
    }
    return documents.get(id, decide(id, request, false, caller));
  }

  private List<Need> decide(String id, DecisionRequest request, boolean approve, Caller caller) {
    String planHash = request.planHash();
    if (planHash == null || planHash.isBlank()) {
      throw ApiException.invalid(
          "planHash", "is missing; name the hash of the plan that you looked at");
    }
    String server = fullName(caller, request.server());
    boolean following = approve && Boolean.TRUE.equals(request.following());
    Actions.onOperation(
        id,
        server,
        approve
            ? "approvals approve %s --plan %s%s"
                .formatted(id, planHash, following ? " --following" : "")
            : "approvals reject %s --plan %s: %s".formatted(id, planHash, request.reason()));
    StoredOperation operation = documents.stored(id);
    if (following) {
      quorum.requireReview(operation, server);
    }
    boolean review = approve && quorum.isReview(operation, server);
    List<Need> needs =
        approve
            ? quorum.approve(operation, server, planHash, caller, request.reason(), following)
            : List.of();
    if (needs.stream().anyMatch(need -> need.missing() > 0)) {
      return needs;
    }
    try {
      // A server whose plan moved under its lease waits in a workflow of its own.
      steerer.update(
          id,
          server == null ? id : id + "/" + server,
          approve ? "approve" : "reject",
          review
              ? new Decision(
                  null,
                  planHash,
                  caller.name(),
                  request.reason(),
                  quorum.following(operation, planHash, following) ? true : null,
                  needs.isEmpty() ? null : needs.stream().map(Need::rule).toList())
              : new Decision(server, planHash, caller.name(), request.reason()));
    } catch (ApiException e) {
      if (!needs.isEmpty()
          && e.problem().status() == HttpStatus.CONFLICT.value()
          && !quorum.awaited(documents.stored(id), server, planHash)) {
        // Two were the last one at the same time, and the other one was faster.
        return needs;
      }
      throw e;
    }
    approvals.record(id, server, planHash, approve, caller.name(), request.reason(), following);
    return needs;
  }
}
