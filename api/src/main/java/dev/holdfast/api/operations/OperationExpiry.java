package dev.holdfast.api.operations;

import dev.holdfast.platform.operation.OperationRetention;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Deletes once an hour the operations that need not be kept any more. */
@Component
final class OperationExpiry implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(OperationExpiry.class);
  private static final long FIRST_MINUTES = 5;
  private static final long EVERY_MINUTES = 60;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("operation-expiry").factory());

  OperationExpiry(OperationRetention retention) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> expire(retention), FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  private static void expire(OperationRetention retention) {
    try {
      int deleted = retention.expire();
      if (deleted > 0) {
        LOG.info("Deleted {} operations that were kept for long enough", deleted);
      }
    } catch (RuntimeException e) {
      LOG.warn("Old operations could not be deleted, again in an hour: {}", e.toString());
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
