package dev.holdfast.api.notify;

import dev.holdfast.platform.notify.Deliveries;
import dev.holdfast.platform.notify.Deliveries.Failure;
import dev.holdfast.platform.notify.Delivery;
import dev.holdfast.platform.notify.Sink;
import dev.holdfast.platform.notify.SinkClaims;
import dev.holdfast.platform.notify.Sinks;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends to a sink until nothing waits for it that can be sent now. Thread-safe. */
@Component
final class SinkRuns {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRuns.class);
  private static final int BATCH = 128;

  private final Sinks sinks;
  private final SinkClaims claims;
  private final Deliveries deliveries;
  private final SinkSettings settings;
  private final SinkConnector connector;

  SinkRuns(
      Sinks sinks,
      SinkClaims claims,
      Deliveries deliveries,
      SinkSettings settings,
      SinkConnector connector) {
    this.sinks = sinks;
    this.claims = claims;
    this.deliveries = deliveries;
    this.settings = settings;
    this.connector = connector;
  }

  /** Does nothing if another process sends to the sink. */
  void run(long id) throws InterruptedException {
    if (!claims.claim(id)) {
      return;
    }
    try {
      Optional<Sink> sink = sinks.find(id);
      if (sink.isPresent()) {
        send(sink.get());
      }
    } finally {
      release(id);
    }
  }

  /** Also when this process ends: else another would have to wait until the claim runs out. */
  private void release(long id) {
    boolean interrupted = Thread.interrupted();
    claims.release(id);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Sink sink) throws InterruptedException {
    Optional<SinkType> type = SinkType.find(sink.type());
    if (type.isEmpty()) {
      LOG.warn(
          "Sink {} is of the type {}, which this version does not know", sink.id(), sink.type());
      return;
    }
    List<Delivery> batch = next(sink);
    if (batch.isEmpty()) {
      return;
    }
    try (SinkConnection connection =
        connector.open(
            type.get(), settings.resolve(sink.organisation(), sinks.settings(sink.id())))) {
      boolean going = true;
      while (going && !batch.isEmpty()) {
        going = new SinkBatch(sink.id(), type.get(), connection, claims, deliveries).send(batch);
        batch = going ? deliveries.next(sink.id(), BATCH) : List.of();
      }
    } catch (SendFailure e) {
      Delivery first = batch.getFirst();
      deliveries.failed(first, Failure.OF_SINK, String.valueOf(e.getMessage()));
    }
  }

  /** One by one until the sink is back. */
  private List<Delivery> next(Sink sink) {
    return sink.failures() == 0
        ? deliveries.next(sink.id(), BATCH)
        : deliveries.probe(sink.id()).stream().toList();
  }
}
