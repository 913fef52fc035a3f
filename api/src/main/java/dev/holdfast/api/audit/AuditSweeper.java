package dev.holdfast.api.audit;

import dev.holdfast.platform.audit.CommandAudit;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Closes the records of commands whose end nobody will write any more. */
@Component
final class AuditSweeper implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(AuditSweeper.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** A worker that cannot reach the database writes its ends later. */
  private static final Duration SETTLED = Duration.ofMinutes(10);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("audit-sweeper").factory());

  AuditSweeper(CommandAudit audit) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> sweep(audit), EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  private static void sweep(CommandAudit audit) {
    try {
      int closed = audit.closeAbandoned(SETTLED);
      if (closed > 0) {
        LOG.info("Closed {} records of the audit whose commands have no known end", closed);
      }
    } catch (RuntimeException e) {
      LOG.warn("The audit could not be swept, again in a minute: {}", e.toString());
    }
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
