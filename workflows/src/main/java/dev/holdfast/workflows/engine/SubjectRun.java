package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Steering.Decision;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An operation that does not go from server to server: its records, its steering and its end. */
public final class SubjectRun {
  private final Records records;
  private final SteeringHandlers steering = SteeringHandlers.listen();

  /**
   * @param operation its id
   */
  public SubjectRun(String operation) {
    this.records = new Records(operation);
  }

  /**
   * Runs it to its end; whatever does not succeed fails the workflow.
   *
   * @param body returns when all has succeeded
   * @param settle is told the last state and why, before it is recorded
   */
  public <R> R run(Supplier<R> body, BiConsumer<OperationState, @Nullable String> settle) {
    try {
      records.operation(OperationState.RUNNING, null, null).get();
      R result = body.get();
      settle.accept(OperationState.SUCCEEDED, null);
      records.operation(OperationState.SUCCEEDED, null, null).get();
      return result;
    } catch (TemporalFailure failure) {
      if (isCancelled(failure)) {
        end(OperationState.CANCELLED, "cancelled", null, settle);
        throw failure.getCause() instanceof CanceledFailure cancelled ? cancelled : failure;
      }
      end(OperationState.FAILED, ChangeFailed.words(failure), ChangeFailed.read(failure), settle);
      throw failure;
    }
  }

  /** Whether a step ended because the operation was cancelled. */
  public static boolean isCancelled(Throwable failure) {
    return failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure;
  }

  private void end(
      OperationState state,
      String why,
      @Nullable FailureData failure,
      BiConsumer<OperationState, @Nullable String> settle) {
    Workflow.newDetachedCancellationScope(
            () -> {
              settle.accept(state, why);
              records.operation(state, null, why, failure).get();
            })
        .run();
  }

  /** Waits while a person has paused it. */
  public void proceed() {
    if (steering.paused()) {
      records.operation(OperationState.PAUSED, null, null).get();
      Workflow.await(() -> !steering.paused());
      records.operation(OperationState.RUNNING, null, null).get();
    }
  }

  /**
   * Waits until a person has agreed to what has this hash.
   *
   * @return who has, and how far
   * @throws ApplicationFailure if they rejected it
   */
  public Decision approved(String hash) {
    steering.expect(hash);
    records.operation(OperationState.AWAITING_APPROVAL, hash, null).get();
    Decision rejection = steering.decision();
    if (rejection != null) {
      throw ChangeFailed.because(
          FailureType.OPERATION_FAILED,
          "rejected by " + rejection.by() + ": " + rejection.reason(),
          FailureOrigin.of(Component.APPROVAL));
    }
    records.operation(OperationState.RUNNING, hash, null).get();
    return steering.approval();
  }

  /** What fails the operation, in words for people. */
  public static ApplicationFailure failed(String message) {
    return ChangeFailed.because(
        FailureType.OPERATION_FAILED, message, FailureOrigin.of(Component.HOLDFAST));
  }

  /** The same, where one of its steps has failed. */
  public static ApplicationFailure failed(String step, String message) {
    return ChangeFailed.because(FailureType.OPERATION_FAILED, message, FailureOrigin.ofStep(step));
  }
}
