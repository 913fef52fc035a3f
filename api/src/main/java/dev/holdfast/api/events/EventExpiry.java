package dev.holdfast.api.events;

import dev.holdfast.platform.event.Events;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Deletes once an hour the events that need not be kept any more. */
@Component
final class EventExpiry implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(EventExpiry.class);
  private static final long FIRST_MINUTES = 6;
  private static final long EVERY_MINUTES = 60;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("event-expiry").factory());

  EventExpiry(Events events) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> expire(events), FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  private static void expire(Events events) {
    try {
      int deleted = events.expire();
      if (deleted > 0) {
        LOG.info("Deleted {} events that were kept for long enough", deleted);
      }
    } catch (RuntimeException e) {
      LOG.warn("Old events could not be deleted, again in an hour: {}", e.toString());
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
