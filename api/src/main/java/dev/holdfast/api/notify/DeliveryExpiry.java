package dev.holdfast.api.notify;

import dev.holdfast.platform.notify.Deliveries;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Forgets once an hour which events were delivered long ago. */
@Component
final class DeliveryExpiry implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryExpiry.class);
  private static final long FIRST_MINUTES = 7;
  private static final long EVERY_MINUTES = 60;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("delivery-expiry").factory());

  DeliveryExpiry(Deliveries deliveries) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> expire(deliveries), FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  private static void expire(Deliveries deliveries) {
    try {
      int deleted = deliveries.expire();
      if (deleted > 0) {
        LOG.info("Forgot {} deliveries to sinks that were kept for long enough", deleted);
      }
    } catch (RuntimeException e) {
      LOG.warn("Old deliveries could not be forgotten, again in an hour: {}", e.toString());
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
