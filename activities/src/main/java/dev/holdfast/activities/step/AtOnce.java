package dev.holdfast.activities.step;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does the same for many servers at the same time, within an activity. */
public final class AtOnce {
  private static final Duration TICK = Duration.ofMillis(100);

  private AtOnce() {}

  /**
   * Returns when all are done; what is under way is interrupted where the activity is cancelled.
   *
   * @param threads their name
   * @param most so many at a time
   * @throws RuntimeException what the first one threw, when all have ended: a server of which
   *     nothing was recorded must not pass for one that is done
   */
  public static void each(String threads, int most, List<String> servers, Consumer<String> work) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    // Platform threads: an interrupt of a virtual one closes the connection that others use.
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.clamp(servers.size(), 1, most),
            Thread.ofPlatform().daemon().name(threads + "-", 1).factory())) {
      try {
        servers.forEach(server ->
            pool.execute(() -> {
              try {
                work.accept(server);
              } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
              }
            }));
        pool.shutdown();
        while (!pool.awaitTermination(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
          // Throws where the activity is cancelled.
          context.heartbeat(null);
        }
      } finally {
        // Does nothing where all have ended.
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      throw Failures.interrupted();
    }
    RuntimeException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }
}
