package dev.holdfast.api.health;

import dev.holdfast.platform.availability.ReadyMinutes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Records minute by minute that operations can be started. */
@Component
final class ReadyClock implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(ReadyClock.class);

  /** More than once a minute: none is missed because a round was late. */
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ready-clock").factory());

  ReadyClock(Probes probes, ReadyMinutes minutes) {
    var _ =
        timer.scheduleAtFixedRate(
            () -> record(probes, minutes), 0, EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  private static void record(Probes probes, ReadyMinutes minutes) {
    try {
      if (probes.ask().status() != Probes.Health.DOWN) {
        minutes.record(Instant.now());
      }
    } catch (RuntimeException e) {
      LOG.warn("Whether the platform is ready could not be recorded: {}", e.toString());
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
