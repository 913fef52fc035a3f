package dev.holdfast.api.explain;

import dev.holdfast.schemas.operation.TaskQueues;
import java.time.Clock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Why a step has not ended. */
final class StepReasons {
  private static final String ONCE = "nothing is started twice";

  private final Predicate<String> polled;
  private final Clock clock;

  /**
   * @param polled whether a worker asks for work on this task queue
   */
  StepReasons(Predicate<String> polled, Clock clock) {
    this.polled = polled;
    this.clock = clock;
  }

  Reason of(PendingStep step) {
    return why(step).with(step.lastFailure());
  }

  private Reason why(PendingStep step) {
    if (step.takenAt() == null && !polled.test(step.queue())) {
      return new Reason(
          step.server(),
          "a worker: " + noWorker(step.queue()) + ", and there is this to do: " + step.summary(),
          step.scheduledAt(),
          null,
          step.lastError(),
          TaskQueues.remedy(step.queue()));
    }
    if (step.takenAt() != null) {
      // A worker that takes a step up again does not start again what was started for it.
      boolean again = step.attempt() > 1;
      return new Reason(
          step.server(),
          "\"%s\" to end, on worker %s%s"
              .formatted(
                  step.summary(),
                  step.worker(),
                  again ? ", taken up %d times; %s".formatted(step.attempt(), ONCE) : ""),
          again ? step.scheduledAt() : step.takenAt(),
          null,
          step.lastError(),
          null,
          null,
          step.worker());
    }
    if (step.nextAttemptAt() != null && step.nextAttemptAt().isAfter(clock.instant())) {
      return new Reason(
          step.server(),
          "a worker to take up \"%s\" again (time %d; %s)"
              .formatted(step.summary(), step.attempt(), ONCE),
          step.scheduledAt(),
          step.nextAttemptAt(),
          step.lastError(),
          look(step.server()));
    }
    return new Reason(
        step.server(),
        "a free worker for \"%s\"".formatted(step.summary()),
        step.scheduledAt(),
        null,
        step.lastError(),
        "if this lasts, " + TaskQueues.remedy(step.queue()));
  }

  /** Why workflows themselves do not go on, if that is so. */
  @Nullable Reason ofWorkflows() {
    return polled.test(TaskQueues.WORKFLOWS)
        ? null
        : Reason.of(
            null,
            "a worker: " + noWorker(TaskQueues.WORKFLOWS),
            null,
            TaskQueues.remedy(TaskQueues.WORKFLOWS));
  }

  private static String noWorker(String queue) {
    String region = TaskQueues.region(queue);
    if (region != null) {
      return "no worker serves region " + region;
    }
    return queue.equals(TaskQueues.SSH) || queue.equals(TaskQueues.critical(TaskQueues.SSH))
        ? "no worker serves servers without a region"
        : "no worker serves " + queue;
  }

  private static @Nullable String look(@Nullable String server) {
    return server == null
        ? null
        : "find out what is wrong with ./holdfast server diagnose " + server;
  }
}
