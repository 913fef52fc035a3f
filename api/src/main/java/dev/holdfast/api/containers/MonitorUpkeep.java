package dev.holdfast.api.containers;

import dev.holdfast.platform.containers.ContainerHistory;
import dev.holdfast.platform.containers.ContainerMonitors;
import dev.holdfast.platform.containers.MonitoredServer;
import dev.holdfast.platform.server.Servers;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Starts what should watch and does not, because the API died before it was started or somebody
 * ended it from outside, and deletes what was kept for long enough. Several processes may do it at
 * once.
 */
@Component
final class MonitorUpkeep implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorUpkeep.class);
  private static final Duration EVERY = Duration.ofSeconds(60);

  /** Longer than a watch that goes lets pass between two samples. */
  private static final Duration STILL = Duration.ofSeconds(90);

  private static final int SAMPLE_HOURS = 24;
  private static final int MINUTE_DAYS = 30;

  private final ContainerMonitors monitors;
  private final ContainerHistory history;
  private final Servers servers;
  private final MonitorWorkflows workflows;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("monitor-upkeep").factory());

  MonitorUpkeep(
      ContainerMonitors monitors,
      ContainerHistory history,
      Servers servers,
      MonitorWorkflows workflows) {
    this.monitors = monitors;
    this.history = history;
    this.servers = servers;
    this.workflows = workflows;
    var _ =
        timer.scheduleWithFixedDelay(
            () -> {
              attempt("Monitors could not be looked after", () -> revive(STILL));
              attempt("The history of containers could not be shortened", this::expire);
            },
            EVERY.toSeconds(),
            EVERY.toSeconds(),
            TimeUnit.SECONDS);
  }

  /**
   * Starts the workflows of those that have not moved, unless they run.
   *
   * @param longerThan for which they have not
   */
  void revive(Duration longerThan) {
    for (MonitoredServer still : monitors.still(longerThan)) {
      servers
          .byFullName(still.name())
          .filter(server -> still.server().equals(server.id()))
          .ifPresent(workflows::start);
    }
  }

  void expire() {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    var _ = history.expire(now.minusHours(SAMPLE_HOURS), now.minusDays(MINUTE_DAYS));
  }

  private static void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warn("{}, again in a minute: {}", what, e.toString());
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
