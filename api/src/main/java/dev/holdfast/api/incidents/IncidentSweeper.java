package dev.holdfast.api.incidents;

import dev.holdfast.platform.incident.Incidents;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.incident.EntryKind;
import dev.holdfast.schemas.incident.IncidentEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees to what fell between: signals of which the workflow was not told because the API died, and
 * incidents that are open although somebody ended their workflow from outside. Several processes
 * may do it at once.
 */
@Component
public final class IncidentSweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentSweeper.class);
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** Younger than this, a worker is at work on it. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Incidents incidents;
  private final Operations operations;
  private final IncidentWakeUp wakeUp;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("incident-sweeper").factory());

  IncidentSweeper(Incidents incidents, Operations operations, IncidentWakeUp wakeUp) {
    this.incidents = incidents;
    this.operations = operations;
    this.wakeUp = wakeUp;
  }

  /** Sweeps from now on, every few seconds. */
  public void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                sweep(GRACE);
              } catch (RuntimeException e) {
                LOG.warn("Incidents could not be swept, again in a moment: {}", e.toString());
              }
            },
            EVERY.toMillis(),
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Sweeps once.
   *
   * @param longerThan leaves signals alone that wait for less than this
   */
  void sweep(Duration longerThan) {
    for (String incident : incidents.orphaned()) {
      operations.find(incident).ifPresent(this::close);
    }
    incidents.waiting(longerThan).forEach(wakeUp::again);
  }

  private void close(StoredOperation operation) {
    LOG.warn("{} has ended without being closed: {}", operation.id(), operation.error());
    incidents.record(
        operation.id(),
        List.of(
            new IncidentEntry(
                "end",
                EntryKind.CLOSED,
                "platform",
                Instant.now(),
                operation.state().word(),
                operation.error())));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
