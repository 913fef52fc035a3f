package dev.holdfast.workflows.engine.earlier;

import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.SearchAttributes;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.Priority;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The child workflows of an operation, one for each server.
 *
 * @param activity what they do to the servers, for people: "Changes the servers"
 * @param starter starts the child of a server with these options
 */
record ServerChild(
    OperationRequest<?> request,
    ServerBoard board,
    String activity,
    BiFunction<String, ChildWorkflowOptions, Promise<ServerResult>> starter) {

  /** Starts the child of a server; what comes of it is put on the board. */
  Promise<Void> start(String server) {
    if (!board.queued(server)) {
      return Workflow.newPromise((Void) null);
    }
    String planHash = board.result(server).planHash();
    board.put(new ServerResult(server, ServerState.RUNNING, 0, 0, planHash, null));
    board.show(activity);
    return starter
        .apply(server, options(server))
        .handle((result, failure) -> {
          if (failure != null) {
            board.put(ended(server, planHash, failure));
          } else {
            board.put(result);
          }
          board.show(activity);
          return null;
        });
  }

  private static ServerResult ended(
      String server, @Nullable String planHash, RuntimeException failure) {
    boolean cancelled =
        failure instanceof CanceledFailure
            || (failure instanceof ChildWorkflowFailure child
                && child.getCause() instanceof CanceledFailure);
    return new ServerResult(
        server,
        cancelled ? ServerState.CANCELLED : ServerState.FAILED,
        0,
        0,
        planHash,
        cancelled ? "cancelled" : FailureWords.of(failure));
  }

  private ChildWorkflowOptions options(String server) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(request.id() + "/" + server)
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
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
