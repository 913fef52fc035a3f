package dev.holdfast.api.activities;

import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs the activities that only the API can do. */
@Component
public final class PlatformWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformWorker.class);

  /** Each operation that a schedule or a runbook has started waits in one. */
  private static final int AT_A_TIME = 1_000;

  private static final int AGAIN_SECONDS = 5;

  private final WorkerFactory factory;
  private final ExecutorService starting =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("platform-worker-start").factory());

  PlatformWorker(TemporalConnection temporal, List<PlatformActivities> activities) {
    this.factory = WorkerFactory.newInstance(temporal.client());
    factory
        .newWorker(
            TaskQueues.PLATFORM,
            WorkerOptions.newBuilder()
                .setUsingVirtualThreadsOnActivityWorker(true)
                .setMaxConcurrentActivityExecutionSize(AT_A_TIME)
                .setMaxConcurrentActivityTaskPollers(1)
                .build())
        .registerActivitiesImplementations(activities.toArray());
  }

  /** Polls from now on, as soon as Temporal can be reached. */
  public void start() {
    starting.execute(() -> {
      while (!starting.isShutdown()) {
        try {
          factory.start();
          return;
        } catch (RuntimeException e) {
          LOG.warn("Schedules and runbooks start nothing yet, again in a moment: {}", e.toString());
          pause();
        }
      }
    });
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(AGAIN_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      starting.shutdown();
    }
  }

  @Override
  public void close() {
    starting.shutdownNow();
    factory.shutdownNow();
    factory.awaitTermination(2, TimeUnit.SECONDS);
  }
}
