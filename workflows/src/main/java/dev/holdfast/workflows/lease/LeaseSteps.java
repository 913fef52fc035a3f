package dev.holdfast.workflows.lease;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.CloseRequest;
import dev.holdfast.schemas.lease.LeaseActivities;
import dev.holdfast.schemas.lease.ServerLease.Held;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.workflows.engine.Bookkeeping;
import dev.holdfast.workflows.engine.StepLimits;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;

/** What the lease of a server does outside of itself. */
final class LeaseSteps {

  long nextFencingToken(String server) {
    return leases("Draw a fencing token for " + server).nextFencingToken(server);
  }

  boolean ended(Held holder) {
    return leases("Look after " + holder.request().holder()).holderEnded(holder.request());
  }

  /**
   * Stops what a dead holder left on the server; false where the server cannot be reached, for now.
   */
  boolean closed(String server, Held holder) {
    String operation = holder.request().holder().split("/", 2)[0];
    String summary = "Clean up after " + operation + " on " + server;
    try {
      Workflow.newActivityStub(
              ChangeActivities.class,
              ActivityOptions.newBuilder(StepLimits.CLOSE)
                  .setTaskQueue(StepLimits.queue(holder.request().queue()))
                  .setSummary(summary)
                  .build())
          .close(
              new CloseRequest(
                  new Step(
                      operation,
                      server,
                      ChangeActivities.CLOSE_KEY,
                      2,
                      holder.fencingToken(),
                      summary)));
      return true;
    } catch (ActivityFailure unreachable) {
      return false;
    }
  }

  private static LeaseActivities leases(String summary) {
    return Bookkeeping.current().others(LeaseActivities.class, summary);
  }
}
