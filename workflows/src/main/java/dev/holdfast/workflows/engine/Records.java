package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.operation.FleetActivities;
import dev.holdfast.schemas.operation.OperationActivities;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.SearchAttributes;
import dev.holdfast.schemas.operation.ServerListener;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people see of an operation while it runs, written to the platform's database. */
public final class Records {
  private final String operation;
  private final @Nullable Integer attempt;
  private final Bookkeeping bookkeeping;

  public Records(String operation) {
    this(operation, null);
  }

  /**
   * @param attempt at a server; null where the operation waits for the result itself
   */
  Records(String operation, @Nullable Integer attempt) {
    this.operation = operation;
    this.attempt = attempt;
    this.bookkeeping = Bookkeeping.current();
  }

  /** The names of all servers of the operation. */
  public List<String> targets() {
    return activities("Read which servers").targets(operation);
  }

  /** The task queues of those that are in a region; none where that was not asked for yet. */
  public Promise<Map<String, String>> routes() {
    return bookkeeping.recordsAtOnce() || knowsRegions()
        ? Async.function(activities("Read their regions")::routes, operation)
        : Workflow.newPromise(Map.of());
  }

  private static boolean knowsRegions() {
    return Workflow.getVersion("region-routing", Workflow.DEFAULT_VERSION, 1)
        != Workflow.DEFAULT_VERSION;
  }

  public Promise<Void> operation(
      OperationState state, @Nullable String planHash, @Nullable String error) {
    return operation(state, planHash, error, null);
  }

  /**
   * Records how far the operation is.
   *
   * @param failure the error for programs; null where it says no more
   */
  Promise<Void> operation(
      OperationState state,
      @Nullable String planHash,
      @Nullable String error,
      @Nullable FailureData failure) {
    shown(state);
    OperationActivities activities = activities("Record: " + state.word());
    return Async.procedure(
        activities::recordOperation,
        new OperationUpdate(operation, state, planHash, error, failure));
  }

  /** By what workflows are searched; what is recorded otherwise stays. */
  void shown(OperationState state) {
    Workflow.upsertTypedSearchAttributes(SearchAttributes.STATE.valueSet(state.word()));
  }

  public void pace(Pace pace) {
    String what =
        pace.waves() == 1
            ? pace.concurrency() + " at a time"
            : "wave " + pace.wave() + " of " + pace.waves();
    activities("Record: " + what).recordPace(operation, pace);
  }

  public void server(ServerResult result) {
    servers(List.of(result.by(attempt)));
  }

  /**
   * A server's part has ended: it is recorded, and then told to the operation that counts it.
   * Neither is left out because it was cancelled.
   */
  void ended(ServerResult result) {
    Workflow.newDetachedCancellationScope(
            () -> {
              server(result);
              if (attempt != null) {
                tell(ServerEnded.of(result, attempt));
              }
            })
        .run();
  }

  private void tell(ServerEnded ended) {
    if (bookkeeping.tellsAtOnce()) {
      bookkeeping
          .others(FleetActivities.class, "Tell " + operation)
          .tellServerEnded(operation, ended);
      return;
    }
    try {
      Workflow.newExternalWorkflowStub(ServerListener.class, operation).ended(ended);
    } catch (TemporalFailure | SignalExternalWorkflowException gone) {
      Workflow.getLogger(Records.class).info("{} has ended already", operation);
    }
  }

  public void servers(List<ServerResult> results) {
    if (!results.isEmpty()) {
      String what =
          results.size() == 1
              ? results.getFirst().server() + " " + results.getFirst().state().word()
              : results.size() + " servers";
      activities("Record: " + what).recordServers(operation, results);
    }
  }

  /** What they write may be written twice, and nothing that has ended is written over. */
  private OperationActivities activities(String summary) {
    return bookkeeping.records(OperationActivities.class, summary);
  }
}
