package dev.holdfast.api.notify;

import dev.holdfast.api.events.ChangeFeed;
import dev.holdfast.api.events.EventWatch;
import dev.holdfast.platform.notify.SinkClaims;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends to sinks what waits for them, each sink on a thread of its own, so that none delays
 * another. Every process of the API does; a claim lets one at a time send to a sink.
 */
@Component
public final class SinkDeliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkDeliveries.class);

  /** How long sinks may take to be given back at the end. */
  private static final int END_SECONDS = 3;

  private final SinkClaims claims;
  private final SinkRuns runs;
  private final EventWatch watch;
  private final Set<Long> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sink-", 0).factory());

  SinkDeliveries(SinkClaims claims, SinkRuns runs, ChangeFeed feed) {
    this.claims = claims;
    this.runs = runs;
    this.watch = new EventWatch("sink-deliveries", feed, this::look);
  }

  /** Delivers from now on. */
  public void start() {
    watch.start();
  }

  private void look() {
    try {
      for (long sink : claims.due()) {
        if (busy.add(sink)) {
          var _ = threads.submit(() -> deliver(sink));
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("The sinks could not be looked at, again in a moment: {}", e.toString());
    }
  }

  private void deliver(long sink) {
    try {
      runs.run(sink);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("Sink {} could not be sent to, again in a moment: {}", sink, e.toString());
    } finally {
      busy.remove(sink);
    }
  }

  @Override
  public void close() {
    watch.close();
    threads.shutdownNow();
    try {
      boolean _ = threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
