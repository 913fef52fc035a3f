package dev.holdfast.api.notify;

import dev.holdfast.platform.notify.Deliveries;
import dev.holdfast.platform.notify.Deliveries.Failure;
import dev.holdfast.platform.notify.Delivery;
import dev.holdfast.platform.notify.SinkClaims;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of what waits for a sink: the events of one subject one after the other, those of several
 * at the same time.
 */
final class SinkBatch {
  private static final Logger LOG = LoggerFactory.getLogger(SinkBatch.class);

  private final long sink;
  private final SinkType type;
  private final SinkConnection connection;
  private final SinkClaims claims;
  private final Deliveries deliveries;
  private final Object renewal = new Object();
  private long renewed = System.nanoTime();

  /** Nothing more is sent: the sink takes nothing now, or another process has it. */
  private volatile boolean ended;

  SinkBatch(
      long sink,
      SinkType type,
      SinkConnection connection,
      SinkClaims claims,
      Deliveries deliveries) {
    this.sink = sink;
    this.type = type;
    this.connection = connection;
    this.claims = claims;
    this.deliveries = deliveries;
  }

  /**
   * Sends them and records what became of each.
   *
   * @return whether more can be sent to the sink now
   */
  boolean send(List<Delivery> batch) throws InterruptedException {
    if (!claims.claim(sink)) {
      return false;
    }
    Map<String, List<Delivery>> bySubject = new LinkedHashMap<>();
    batch.forEach(delivery ->
        bySubject
            .computeIfAbsent(delivery.event().subject(), _ -> new ArrayList<>())
            .add(delivery));
    var lanes = new Semaphore(type.lanes());
    List<Future<?>> sent = new ArrayList<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (List<Delivery> ofSubject : bySubject.values()) {
        lanes.acquire();
        sent.add(
            threads.submit(() -> {
              try {
                inOrder(ofSubject);
              } finally {
                lanes.release();
              }
              return null;
            }));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
      threads.close();
    }
    return !ended;
  }

  private void inOrder(List<Delivery> ofSubject) throws InterruptedException {
    for (Delivery delivery : ofSubject) {
      if (ended || !isStillOurs()) {
        ended = true;
        return;
      }
      try {
        connection.send(Message.of(delivery.event()));
      } catch (SendFailure e) {
        failed(delivery, e);
        return;
      }
      deliveries.delivered(delivery);
      count("delivered", 1);
    }
  }

  private void failed(Delivery delivery, SendFailure failure) {
    if (failure.failure() == Failure.OF_SINK) {
      ended = true;
    }
    int dead = deliveries.failed(delivery, failure.failure(), String.valueOf(failure.getMessage()));
    count("failed", 1);
    count("dead", dead);
    if (dead > 0) {
      LOG.warn("Sink {}: {} events are dead letters now: {}", sink, dead, failure.getMessage());
    } else {
      LOG.debug("Sink {}: event {}: {}", sink, delivery.event().id(), failure.getMessage());
    }
  }

  private void count(String outcome, int number) {
    Metrics.counter("holdfast.sink.attempts", "type", type.word(), "outcome", outcome)
        .increment(number);
  }

  /** Renews the claim in time, so that no other process sends at the same time. */
  private boolean isStillOurs() {
    synchronized (renewal) {
      long now = System.nanoTime();
      if (now - renewed > claims.lasts().toNanos() / 3) {
        if (!claims.claim(sink)) {
          return false;
        }
        renewed = now;
      }
      return true;
    }
  }
}
