package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.SearchAttributes;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.common.Priority;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Works on servers with a workflow for each. They outlive this run: each records what it came to,
 * and tells the operation by its id.
 */
final class FleetChildren implements FleetWork {
  private static final Duration BEFORE_NEXT = Duration.ofSeconds(1);

  private final OperationRequest<?> request;
  private final FleetState state;
  private final FleetWatch watch;
  private final Records records;
  private final BiFunction<FleetTarget, ChildWorkflowOptions, Promise<ServerResult>> starter;
  private int waiting;

  /** Workflows that this run has started, and whose ends Temporal has not told it. */
  private int open;

  /**
   * @param starter starts the workflow of a server with these options
   */
  FleetChildren(
      OperationRequest<?> request,
      FleetState state,
      FleetWatch watch,
      Records records,
      BiFunction<FleetTarget, ChildWorkflowOptions, Promise<ServerResult>> starter) {
    this.request = request;
    this.state = state;
    this.watch = watch;
    this.records = records;
    this.starter = starter;
  }

  @Override
  public int most() {
    return 1;
  }

  @Override
  public boolean room() {
    return state.underWay().size() < state.pace.concurrency();
  }

  @Override
  public boolean idle() {
    // The end of a workflow comes right after what it tells: not waited for it would only disturb.
    return state.idle() && open == 0;
  }

  @Override
  public boolean outlivesRun() {
    return waiting == 0;
  }

  @Override
  public void start(List<FleetTarget> targets) {
    targets.forEach(target -> {
      watch.leave(target.server());
      state.begun(target);
      start(target);
    });
  }

  /** Cancellation reaches it by its id, whichever run has started it. */
  private void start(FleetTarget target) {
    Workflow.newDetachedCancellationScope(
            () -> {
              open++;
              Promise<Object> _ =
                  starter
                      .apply(target, options(target))
                      .handle((result, failure) -> {
                        open--;
                        ended(target, result, failure);
                        return "";
                      });
            })
        .run();
  }

  private void ended(FleetTarget target, ServerResult result, RuntimeException failure) {
    ServerResult told = failure == null ? result : ServerEnd.read(failure);
    if (told != null) {
      boolean _ = state.ended(ServerEnded.of(told, target.attempt()));
    } else if (!(failure.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
      Promise<Void> _ = Async.procedure(() -> record(target, failure));
    } else if (target.attempt() == 1) {
      watch.watch(target.server());
    } else {
      // The attempt before has told its end, and is about to end.
      waiting++;
      Promise<Void> _ =
          Async.procedure(() -> {
            Timers.sleep(BEFORE_NEXT, "Before the next attempt at " + target.server());
            if (watch.cancelling()) {
              record(target, new CanceledFailure("cancelled"));
            } else {
              start(target);
            }
            waiting--;
          });
    }
  }

  /** What could not say itself how it has ended. */
  private void record(FleetTarget target, RuntimeException failure) {
    boolean cancelled =
        failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure;
    ServerResult result =
        new ServerResult(
                target.server(),
                cancelled ? ServerState.CANCELLED : ServerState.FAILED,
                0,
                0,
                target.planHash(),
                cancelled ? "cancelled" : FailureWords.of(failure),
                null,
                target.attempt())
            .with(cancelled ? null : ChangeFailed.read(failure));
    if (state.underWay(target.server())) {
      Workflow.newDetachedCancellationScope(() -> records.servers(List.of(result))).run();
      boolean _ = state.ended(ServerEnded.of(result, target.attempt()));
    }
  }

  private ChildWorkflowOptions options(FleetTarget target) {
    String server = target.server();
    ChildWorkflowOptions.Builder options = ChildWorkflowOptions.newBuilder();
    if (target.attempt() > 1) {
      // The workflows of all attempts have the same id.
      options.setMemo(Map.of(FleetTarget.ATTEMPT, target.attempt()));
    }
    return options
        .setWorkflowId(request.id() + "/" + server)
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setPriority(Priority.newBuilder().setPriorityKey(request.priority().key()).build())
        .setTypedSearchAttributes(searchableAs(server))
        .setStaticSummary(request.type() + " on " + server)
        .setStaticDetails("Part of `" + request.id() + "`, started by " + request.initiator())
        .build();
  }

  /** As the operation, but for its state, which is not the server's. */
  private static io.temporal.common.SearchAttributes searchableAs(String server) {
    return io.temporal.common.SearchAttributes.newBuilder(Workflow.getTypedSearchAttributes())
        .unset(SearchAttributes.STATE)
        .set(SearchAttributes.SERVER, server)
        .build();
  }
}
