package dev.holdfast.activities.ssh;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs what is short when its time has come, on one daemon thread. */
public final class Deadlines implements AutoCloseable {
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("ssh-deadlines").unstarted(task));

  /** Runs the action after the duration unless closed before. */
  public Deadline after(Duration duration, Runnable action) {
    Future<?> future = scheduler.schedule(action, duration.toMillis(), TimeUnit.MILLISECONDS);
    return () -> future.cancel(false);
  }

  public void every(Duration period, Runnable action) {
    var _ =
        scheduler.scheduleWithFixedDelay(
            action, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  /** Something that will happen unless it is called off. */
  @FunctionalInterface
  public interface Deadline extends AutoCloseable {
    @Override
    void close();
  }
}
