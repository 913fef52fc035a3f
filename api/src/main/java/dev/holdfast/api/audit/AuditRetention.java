package dev.holdfast.api.audit;

import dev.holdfast.platform.audit.AuditExpiry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Deletes once a day what the audit need not keep any more. */
@Component
final class AuditRetention implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);
  private static final Duration EVERY = Duration.ofDays(1);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("audit-retention").factory());

  AuditRetention(AuditExpiry audit) {
    var _ =
        timer.scheduleWithFixedDelay(() -> expire(audit), 1, EVERY.toMinutes(), TimeUnit.MINUTES);
  }

  private static void expire(AuditExpiry audit) {
    try {
      int deleted = audit.expire();
      if (deleted > 0) {
        LOG.info("Deleted {} records of the audit that were older than 400 days", deleted);
      }
    } catch (RuntimeException e) {
      LOG.warn("The audit's old records could not be deleted, again tomorrow: {}", e.toString());
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
