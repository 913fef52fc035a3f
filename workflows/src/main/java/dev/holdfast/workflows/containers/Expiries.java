package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Mark;
import dev.holdfast.schemas.containers.quarantine.QuarantineExpiry;
import dev.holdfast.schemas.containers.quarantine.QuarantineInput;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Instant;

/** The workflows that end quarantines. */
final class Expiries {
  private Expiries() {}

  /** Starts the one of a quarantine; it outlives the operation, and is there when this returns. */
  static QuarantineExpiry start(
      ServerRequest<QuarantineInput> request, String container, Mark mark) {
    String operation = request.operation().id();
    QuarantineExpiry expiry =
        Workflow.newChildWorkflowStub(
            QuarantineExpiry.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(QuarantineExpiry.id(operation, request.server()))
                .setTaskQueue(TaskQueues.WORKFLOWS)
                // Also where the operation is cancelled: what it has isolated stays so.
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setCancellationType(ChildWorkflowCancellationType.ABANDON)
                .setStaticSummary("end of a quarantine on " + request.server())
                .setStaticDetails("The quarantine that `" + operation + "` has begun")
                .build());
    var _ =
        Async.procedure(
            expiry::run,
            new QuarantineExpiry.Request(
                operation,
                request.server(),
                container,
                Instant.parse(mark.expiresAt()).toEpochMilli(),
                mark.atExpiry()));
    Workflow.getWorkflowExecution(expiry).get();
    return expiry;
  }

  /** Lets the one of a quarantine end, where it still waits. */
  static void end(String operation, String server) {
    try {
      Workflow.newExternalWorkflowStub(
              QuarantineExpiry.class, QuarantineExpiry.id(operation, server))
          .released();
    } catch (CanceledFailure e) {
      throw e;
    } catch (TemporalFailure gone) {
      // It has ended, or its history is not kept any more.
      Workflow.getLogger(Expiries.class).info("No expiry of {} on {}", operation, server);
    }
  }

  static String instant(long millis) {
    return Instant.ofEpochMilli(millis / 1000 * 1000).toString();
  }
}
