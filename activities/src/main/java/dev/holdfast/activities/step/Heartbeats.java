package dev.holdfast.activities.step;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Beats for every activity that has a heartbeat timeout, whatever its thread is doing.
 *
 * <p>It is also how cancellation arrives: an activity that waits asks its context, and finds it
 * cancelled.
 */
public final class Heartbeats implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(4);

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("heartbeats").daemon().factory());

  /** Beats until closed. */
  public interface Beating extends AutoCloseable {
    @Override
    void close();
  }

  /** Starts beating for this activity. */
  public Beating of(ActivityExecutionContext context) {
    Duration timeout = context.getInfo().getHeartbeatTimeout();
    if (timeout == null || timeout.isZero()) {
      return () -> {};
    }
    var beat = new Beat(context);
    ScheduledFuture<?> beating =
        clock.scheduleWithFixedDelay(
            beat, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return () -> beating.cancel(false);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private record Beat(ActivityExecutionContext context) implements Runnable {
    @Override
    public void run() {
      try {
        context.heartbeat(null);
      } catch (ActivityCompletionException told) {
        // Cancelled or gone: the context says so to the activity itself when it asks next.
      }
    }
  }
}
