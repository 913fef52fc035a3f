package dev.holdfast.workers;

import dev.holdfast.activities.ssh.SshMetrics;
import dev.holdfast.platform.server.Servers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets go of servers that are registered no more: of connections to them, and what is measured. */
final class RemovedServers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemovedServers.class);
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final Servers servers;
  private final SshMetrics metrics;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("removed-servers").factory());

  RemovedServers(Servers servers, SshMetrics metrics) {
    this.servers = servers;
    this.metrics = metrics;
    var _ =
        timer.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      letGo();
    } catch (RuntimeException e) {
      LOG.debug("Removed servers cannot be told from others now", e);
    }
  }

  void letGo() {
    Set<String> gone = new HashSet<>(metrics.servers());
    if (!gone.isEmpty()) {
      gone.removeAll(servers.known(gone));
      gone.forEach(metrics::forget);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
