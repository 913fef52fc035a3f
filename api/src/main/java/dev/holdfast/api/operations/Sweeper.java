package dev.holdfast.api.operations;

import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees to what fell between: rows whose workflow was never started because the API died, and rows
 * that are open although somebody ended their workflow from outside.
 */
@Component
public final class Sweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** Each of them takes a request: thousands that wait must not keep Temporal from their work. */
  private static final int AT_A_TIME = 100;

  /** Younger than this, the request that inserted the row is still at work on it. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** A workflow that has just ended may have its last write still under way. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private final Operations operations;
  private final OperationWorkflows workflows;
  private final WorkflowEndings endings;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("operation-sweeper").factory());

  private final Round unstarted = new Round(false);
  private final Round started = new Round(true);

  Sweeper(Operations operations, OperationWorkflows workflows, WorkflowEndings endings) {
    this.operations = operations;
    this.workflows = workflows;
    this.endings = endings;
  }

  /** Sweeps from now on, every few seconds. */
  public void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                boolean _ = unstarted.next(GRACE, SETTLED);
                boolean _ = started.next(GRACE, SETTLED);
              } catch (RuntimeException e) {
                LOG.warn("Operations could not be swept, again in a moment: {}", e.toString());
              }
            },
            0,
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Sweeps all of them once.
   *
   * @param olderThan leaves younger operations alone
   * @param settled leaves operations alone whose workflow has ended less than this ago
   */
  void sweep(Duration olderThan, Duration settled) {
    for (Round round : List.of(new Round(false), new Round(true))) {
      boolean more;
      do {
        more = round.next(olderThan, settled);
      } while (more);
    }
  }

  /**
   * Goes round those that are known to have started, or those that are not, so that those that
   * cannot be started keep nobody else waiting.
   */
  private final class Round {
    private final boolean started;

    /** The last one that was looked at; empty where it begins again. */
    private String last = "";

    Round(boolean started) {
      this.started = started;
    }

    /** Sweeps a part of them; whether there are more before it begins again. */
    boolean next(Duration olderThan, Duration settled) {
      List<StoredOperation> next = operations.open(started, olderThan, last, AT_A_TIME);
      for (StoredOperation operation : next) {
        try {
          sweep(operation, settled);
        } catch (RuntimeException e) {
          LOG.warn("{} could not be swept, again in a moment: {}", operation.id(), e.toString());
        }
      }
      boolean more = next.size() == AT_A_TIME;
      last = more ? next.getLast().id() : "";
      return more;
    }
  }

  private void sweep(StoredOperation operation, Duration settled) {
    if (operation.runId() == null) {
      LOG.info("Starting {}, which has not been started yet", operation.id());
      workflows.start(operation);
      return;
    }
    endings
        .find(operation.id(), settled)
        .ifPresent(end -> {
          LOG.warn("{} is over, {}: {}", operation.id(), end.state(), end.reason());
          workflows.stopServers(operation.id());
          operations.close(operation.id(), end.state(), end.reason(), end.failure());
        });
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
