package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long steps may take.
 *
 * <p>Time bounds a step, not the number of deliveries: a worker that is killed must not use up
 * attempts. What fails for good says so by its failure type.
 */
public final class StepLimits {
  /** Reading facts and comparing: a server that does not answer for this long is unreachable. */
  public static final ActivityOptions READ =
      onServer(Duration.ofSeconds(60), Duration.ofMinutes(2));

  /** Reading the facts of many: a server that does not answer is given up long before. */
  static final ActivityOptions PLANS =
      ActivityOptions.newBuilder(onServer(Duration.ofMinutes(5), Duration.ofMinutes(15)))
          .setScheduleToStartTimeout(Duration.ofMinutes(2))
          .build();

  /** Changing something: packages take their time, and a server may have to come back first. */
  public static final ActivityOptions CHANGE = onServer(Duration.ofHours(1), Duration.ofHours(2));

  /** Cleaning up on a server that may be gone for good. */
  public static final ActivityOptions CLOSE =
      onServer(Duration.ofMinutes(2), Duration.ofMinutes(10));

  /**
   * Reading and writing what people see of an operation, by the worker that runs its workflow. What
   * fails is tried again; what takes too long is not, and would fail the operation because a
   * database or a machine is slow. A worker that dies needs no limit to be noticed here. The SDK
   * tries a local activity again only where the attempts, or the time for all of them, are limited.
   */
  static final LocalActivityOptions OWN_RECORD =
      LocalActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofMinutes(10))
          .setRetryOptions(
              RetryOptions.newBuilder(retryEvery(Duration.ofSeconds(5)))
                  .setMaximumAttempts(Integer.MAX_VALUE)
                  .build())
          .build();

  /** Writing to the platform's own database: tried until it is there again. */
  public static final ActivityOptions RECORD =
      ActivityOptions.newBuilder()
          .setTaskQueue(TaskQueues.WORKFLOWS)
          .setStartToCloseTimeout(Duration.ofSeconds(10))
          .setRetryOptions(retryEvery(Duration.ofSeconds(5)))
          .build();

  /** What only the API does, tried until it is there again. */
  public static final ActivityOptions ON_PLATFORM =
      ActivityOptions.newBuilder()
          .setTaskQueue(TaskQueues.PLATFORM)
          .setStartToCloseTimeout(Duration.ofSeconds(60))
          .setRetryOptions(
              RetryOptions.newBuilder().setMaximumInterval(Duration.ofSeconds(10)).build())
          .build();

  /** Waiting for an operation, which may wait for a person: there is no end to it but its own. */
  public static final ActivityOptions UNTIL_ENDED =
      ActivityOptions.newBuilder(ON_PLATFORM)
          .setStartToCloseTimeout(Duration.ofDays(3650))
          .setHeartbeatTimeout(Duration.ofSeconds(30))
          .setCancellationType(ActivityCancellationType.TRY_CANCEL)
          .build();

  /** Watching a server: it ends by itself after hours, and goes on soon where a worker dies. */
  public static final ActivityOptions WATCH =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofHours(14))
          .setHeartbeatTimeout(Duration.ofSeconds(15))
          .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
          .setRetryOptions(retryEvery(Duration.ofSeconds(5)))
          .build();

  /** What a command that runs so long needs besides, with a worker that dies on the way. */
  private static final Duration AROUND = Duration.ofMinutes(2);

  private StepLimits() {}

  /** A command that may run for so long; for the way to its server there is time besides. */
  public static ActivityOptions running(Duration command) {
    return onServer(command.plus(AROUND), command.multipliedBy(2).plus(AROUND.multipliedBy(5)));
  }

  /** The task queue that is meant; an absent one is that of servers in no region. */
  public static String queue(@Nullable String queue) {
    return queue == null ? TaskQueues.SSH : queue;
  }

  /** Proving that one can still log in, while the server's own clock runs. */
  static ActivityOptions within(Duration window) {
    return ActivityOptions.newBuilder(onServer(window, window))
        .setRetryOptions(retryEvery(Duration.ofSeconds(3)))
        .build();
  }

  private static ActivityOptions onServer(Duration once, Duration inAll) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.SSH)
        .setStartToCloseTimeout(once)
        .setScheduleToCloseTimeout(inAll)
        .setHeartbeatTimeout(Duration.ofSeconds(15))
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(retryEvery(Duration.ofSeconds(15)))
        .build();
  }

  private static RetryOptions retryEvery(Duration atMost) {
    return RetryOptions.newBuilder()
        .setInitialInterval(Duration.ofMillis(500))
        .setBackoffCoefficient(2)
        .setMaximumInterval(atMost)
        .build();
  }
}
