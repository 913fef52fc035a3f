package dev.holdfast.workflows.engine.earlier;

import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.Steering.Decision;
import dev.holdfast.workflows.engine.ChangeFailed;
import dev.holdfast.workflows.engine.Records;
import dev.holdfast.workflows.engine.SteeringHandlers;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An operation over a selection of servers: targets, plans, approval, servers in a sliding window.
 */
public final class EarlierFleet<I> {
  /** More are in the plans. */
  private static final int WARNINGS = 20;

  private final OperationRequest<I> request;
  private final ServerStarter<I> starter;
  private final Records records;
  private final SteeringHandlers steering = SteeringHandlers.listen();
  private final ServerBoard board = new ServerBoard();
  private final FleetHandlers handlers;
  private Targets targets = new Targets(List.of(), Map.of());

  /**
   * @param starter starts the operation's typed workflow on one server
   */
  public EarlierFleet(OperationRequest<I> request, ServerStarter<I> starter) {
    this.request = request;
    this.starter = starter;
    this.records = new Records(request.id());
    this.handlers = FleetHandlers.listen(request, board, records);
  }

  /** Starts the child workflow of one server. */
  @FunctionalInterface
  public interface ServerStarter<I> {
    Promise<ServerResult> start(ServerChangeRequest<I> request, ChildWorkflowOptions options);
  }

  /** Runs the operation to its end; one that does not succeed fails the workflow. */
  public OperationResult run() {
    try {
      return operate();
    } catch (CanceledFailure cancelled) {
      end(OperationState.CANCELLED, "cancelled");
      throw cancelled;
    } catch (TemporalFailure failure) {
      end(OperationState.FAILED, ChangeFailed.words(failure));
      throw failure;
    }
  }

  private OperationResult operate() {
    Promise<Void> planning = records.operation(OperationState.PLANNING, null, null);
    targets = Targets.read(records);
    board.expect(targets.names());
    Map<String, PlanSummary> plans = new FleetPlans<>(request, board).make(targets);
    planning.get();
    records.servers(board.results());
    handlers.ready();
    refuseWhatMustNotBe(plans);
    String hash = board.planHash();
    if (request.dryRun() || board.toChange().isEmpty()) {
      board.unchangedAreDone(plans, request.dryRun());
      return succeeded(hash);
    }
    Decision rejection = request.approved() ? null : decide(hash, plans);
    if (rejection != null) {
      end(OperationState.CANCELLED, "rejected by " + rejection.by() + ": " + rejection.reason());
      return new OperationResult(OperationState.CANCELLED, hash, 0, board.progress());
    }
    board.unchangedAreDone(plans, false);
    records.servers(board.results());
    records.operation(OperationState.RUNNING, hash, null).get();
    ServerChild child = new ServerChild(request, board, "Changes the servers", this::start);
    new FleetWindow(request, board, steering, handlers, records)
        .run(board.toChange(), List::copyOf, handlers::concurrency, child::start);
    if (board.failed() > 0) {
      throw ChangeFailed.because(FailureType.OPERATION_FAILED, "failed on " + board.failures());
    }
    return succeeded(hash);
  }

  private Promise<ServerResult> start(String server, ChildWorkflowOptions options) {
    return starter.start(
        new ServerChangeRequest<>(request, server, board.planHash(server), targets.queue(server)),
        options);
  }

  /** One server that refuses stops the whole operation before anything has changed. */
  private void refuseWhatMustNotBe(Map<String, PlanSummary> plans) {
    if (plans.values().stream().anyMatch(plan -> !plan.refusals().isEmpty())) {
      throw ChangeFailed.because(
          FailureType.REFUSED, "nothing was changed: refused on " + board.failures());
    }
    if (board.failed() > request.maxFailures()) {
      throw ChangeFailed.because(
          FailureType.OPERATION_FAILED, "nothing was changed: no plan for " + board.failures());
    }
  }

  private @Nullable Decision decide(String hash, Map<String, PlanSummary> plans) {
    steering.expect(hash);
    records.operation(OperationState.AWAITING_APPROVAL, hash, null).get();
    board.show("Waits for the approval of `" + hash + "`" + warnings(plans));
    return steering.decision();
  }

  /** Who loses access where: whoever approves the plan approves that. */
  private static String warnings(Map<String, PlanSummary> plans) {
    return plans.values().stream()
        .filter(plan -> plan.warnings() != null)
        .flatMap(plan -> plan.warnings().stream().map(warning -> plan.server() + ": " + warning))
        .limit(WARNINGS)
        .map(warning -> "; " + warning)
        .collect(Collectors.joining());
  }

  private OperationResult succeeded(String hash) {
    records.servers(board.results());
    records.operation(OperationState.SUCCEEDED, hash, null).get();
    board.show("Done");
    return new OperationResult(OperationState.SUCCEEDED, hash, board.changes(), board.progress());
  }

  private void end(OperationState state, String why) {
    Workflow.newDetachedCancellationScope(
            () -> {
              board.leaveOut(state == OperationState.CANCELLED);
              records.servers(board.results());
              records.operation(state, board.planHash(), why).get();
              board.show(why);
            })
        .run();
  }
}
