package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.CloseRequest;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * A server that is changed under its lease: whatever becomes of the change, nothing is left running
 * there, and the lease goes back.
 */
final class LeasedServer {
  private final String server;
  private final @Nullable String queue;
  private final Priority priority;
  private final Records records;
  private final Steps steps;

  LeasedServer(
      String server, @Nullable String queue, Priority priority, Records records, Steps steps) {
    this.server = server;
    this.queue = queue;
    this.priority = priority;
    this.records = records;
    this.steps = steps;
  }

  /** What is done under the lease. */
  interface Change {
    /** Does it; a TemporalFailure other than a cancellation makes it a failed result. */
    ServerResult make();

    /** What it has come to so far. */
    ServerResult result(ServerState state, @Nullable String error);

    /** Whether something may have been delivered to the server. */
    boolean begun();
  }

  /** Makes the change; a server that fails is a result, only cancellation ends it otherwise. */
  ServerResult run(Change change) {
    steps.now("Wait for the lease of " + server);
    records.server(change.result(ServerState.QUEUED, null));
    ServerResult result;
    try {
      result = underLease(change);
    } catch (CanceledFailure cancelled) {
      records.ended(change.result(ServerState.CANCELLED, null));
      throw cancelled;
    }
    records.ended(result);
    return result;
  }

  private ServerResult underLease(Change change) {
    Lease lease = Lease.request(server, queue, priority);
    try {
      steps.fencedBy(lease.await());
      records.server(change.result(ServerState.RUNNING, null));
      return change.make();
    } catch (ActivityFailure e) {
      if (e.getCause() instanceof CanceledFailure cancelled) {
        throw cancelled;
      }
      return change
          .result(ChangeFailed.state(e), ChangeFailed.words(e, queue))
          .with(ChangeFailed.read(e, queue).in(steps.of(e)));
    } catch (CanceledFailure e) {
      throw e;
    } catch (TemporalFailure e) {
      return change
          .result(ChangeFailed.state(e), ChangeFailed.words(e))
          .with(ChangeFailed.read(e).in(steps.of(e)));
    } finally {
      Workflow.newDetachedCancellationScope(
              () -> {
                if (!change.begun()) {
                  lease.release();
                } else if (nothingIsLeft()) {
                  lease.end(steps.ending());
                } else if (closed()) {
                  lease.release();
                }
              })
          .run();
    }
  }

  private boolean nothingIsLeft() {
    return Bookkeeping.current().onlyWhatIsNeeded() && !steps.mayHaveLeft();
  }

  /**
   * Nothing may be left running unattended, whatever happened. Where the server cannot be reached
   * the lease is not given back: its workflow sees that we have ended, and goes on trying.
   */
  private boolean closed() {
    try {
      steps.run(
          ChangeActivities.CLOSE_KEY,
          1,
          "Clean up on " + server,
          StepLimits.CLOSE,
          (changes, step) -> {
            changes.close(new CloseRequest(step));
            return step;
          });
      return true;
    } catch (ActivityFailure unreachable) {
      Workflow.getLogger(LeasedServer.class)
          .warn("Could not close {}: {}", server, ChangeFailed.words(unreachable));
      return false;
    }
  }
}
