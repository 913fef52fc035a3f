package dev.holdfast.workflows.engine;

import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;

/** Timers that say in Temporal's web console what they wait for. */
public final class Timers {
  private Timers() {}

  /** Lets time pass. */
  public static void sleep(Duration time, String why) {
    Void _ = timer(time, why).get();
  }

  /**
   * Waits until the condition holds, for so long at most; returns whether it did.
   *
   * <p>The timer is left to run out, as that of {@link Workflow#await(Duration, Supplier)} is: what
   * workflows of before have done is replayed by the same code.
   */
  public static boolean await(Duration longest, String why, Supplier<Boolean> condition) {
    Promise<Void> timer = timer(longest, why);
    Workflow.await(() -> timer.isCompleted() || condition.get());
    return !timer.isCompleted();
  }

  private static Promise<Void> timer(Duration time, String why) {
    return Workflow.newTimer(time, TimerOptions.newBuilder().setSummary(why).build());
  }
}
