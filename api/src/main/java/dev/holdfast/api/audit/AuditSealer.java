package dev.holdfast.api.audit;

import dev.holdfast.platform.audit.AuditChaining;
import dev.holdfast.platform.audit.AuditCheckpoints;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Chains records of the audit a second after they were written, and signs the chains that have
 * grown once an hour. Every process of the API tries to; one at a time does it.
 */
@Component
final class AuditSealer implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(AuditSealer.class);
  private static final Duration CHAIN = Duration.ofSeconds(1);
  private static final Duration SIGN = Duration.ofHours(1);

  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("audit-sealer-", 0).factory());

  AuditSealer(AuditChaining chaining, AuditCheckpoints checkpoints) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> chain(chaining), CHAIN.toMillis(), CHAIN.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        timer.scheduleWithFixedDelay(
            () -> sign(checkpoints), 1, SIGN.toMinutes(), TimeUnit.MINUTES);
  }

  private static void chain(AuditChaining chaining) {
    try {
      int chained = 1;
      while (chained > 0 && !Thread.currentThread().isInterrupted()) {
        chained = chaining.chainSome();
      }
    } catch (RuntimeException e) {
      LOG.warn("The audit could not be chained, again in a second: {}", e.toString());
    }
  }

  private static void sign(AuditCheckpoints checkpoints) {
    try {
      checkpoints.signAll();
    } catch (RuntimeException e) {
      LOG.warn("The audit could not be signed, again in an hour: {}", e.toString());
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
