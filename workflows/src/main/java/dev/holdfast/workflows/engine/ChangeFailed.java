package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureReader;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.failure.TypedFailure;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Steering.Decision;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into what a person reads. */
public final class ChangeFailed {
  private ChangeFailed() {}

  /** A failure of the operation itself, in these words. */
  public static ApplicationFailure because(FailureType type, String message) {
    return ApplicationFailure.newNonRetryableFailure(message, type.name());
  }

  /** The same, of which more is known. */
  public static ApplicationFailure because(
      FailureType type, String message, @Nullable FailureOrigin origin) {
    return TypedFailure.of(type, message, origin, null);
  }

  /** The same, caused by the failure of a step. */
  static ApplicationFailure because(FailureType type, String message, TemporalFailure cause) {
    return TypedFailure.of(type, message, null, cause);
  }

  /** What it means that somebody has rejected what was to be done. */
  static ApplicationFailure rejected(Decision rejection) {
    return because(
        FailureType.REFUSED,
        "rejected by " + rejection.by() + ": " + rejection.reason(),
        FailureOrigin.of(Component.APPROVAL));
  }

  /** The failure for programs. */
  public static FailureData read(Throwable failure) {
    return FailureReader.read(failure);
  }

  /**
   * The same; where no worker was there to take up the step, that is what has failed.
   *
   * @param queue the task queue that the step was for
   */
  static FailureData read(Throwable failure, @Nullable String queue) {
    if (!(failure instanceof TemporalFailure temporal) || !neverTaken(temporal)) {
      return read(failure);
    }
    return FailureData.of(FailureType.NO_WORKER, words(temporal, queue), null);
  }

  /** The words of the failure at the root, without Temporal's wrapping. */
  public static String words(TemporalFailure failure) {
    return FailureWords.of(failure);
  }

  /** What a server is in on which this happened. */
  public static ServerState state(TemporalFailure failure) {
    if (!(root(failure) instanceof ApplicationFailure cause)) {
      return ServerState.FAILED;
    }
    String type = cause.getType();
    return FailureType.UNREACHABLE.name().equals(type)
        ? ServerState.UNREACHABLE
        : FailureType.INTERRUPTED.name().equals(type)
            ? ServerState.INTERRUPTED
            : ServerState.FAILED;
  }

  private static Throwable root(TemporalFailure failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof ApplicationFailure)) {
      cause = cause.getCause();
    }
    return cause;
  }

  /**
   * The words of the failure; where no worker was there to take up the step, what to do about that.
   *
   * @param queue the task queue that the step was for
   */
  public static String words(TemporalFailure failure, @Nullable String queue) {
    if (!neverTaken(failure)) {
      return words(failure);
    }
    String served = StepLimits.queue(queue);
    String region = TaskQueues.region(served);
    return "no worker that serves %s took it up in time: start one with %s"
        .formatted(
            region == null ? "servers without a region" : "region " + region,
            TaskQueues.workerCommand(served));
  }

  private static boolean neverTaken(TemporalFailure failure) {
    return failure instanceof ActivityFailure activity
        && activity.getStartedEventId() <= 0
        && activity.getCause() instanceof TimeoutFailure timeout
        && timeout.getCause() == null;
  }

  /** Whether a step failed for this reason. */
  static boolean is(FailureType type, ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        && cause.getType().equals(type.name());
  }

  /** Whether the step itself failed, and not merely nobody was there to run it in time. */
  static boolean genuine(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure
        || (failure.getCause() instanceof TimeoutFailure timeout
            && timeout.getCause() instanceof ApplicationFailure);
  }
}
