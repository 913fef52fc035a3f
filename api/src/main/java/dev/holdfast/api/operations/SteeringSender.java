package dev.holdfast.api.operations;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.SteeringRequests;
import dev.holdfast.platform.operation.SteeringRequests.Wish;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.platform.temporal.TemporalConnection;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends what people want of operations, again and again until the operation has taken it or refused
 * it: an Update that no worker hears is nowhere in Temporal. Its id is always the same, and so it
 * has its effect once.
 */
@Component
public final class SteeringSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SteeringSender.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  /** Younger than this, the request that has recorded it still waits for the answer. */
  private static final Duration GRACE = Steerer.AT_ONCE.plusSeconds(2);

  private final SteeringRequests requests;
  private final Operations operations;
  private final WorkflowClient client;
  private final Map<String, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("steering-sender").factory());

  SteeringSender(SteeringRequests requests, Operations operations, TemporalConnection temporal) {
    this.requests = requests;
    this.operations = operations;
    this.client = temporal.client();
  }

  /** Sends again from now on, every few seconds. */
  public void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                sendAgain(GRACE);
              } catch (RuntimeException e) {
                LOG.warn("Steering could not be sent again, once more soon: {}", e.toString());
              }
            },
            0,
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Sends once more what waits, and does not wait for the answers.
   *
   * @param longerThan leaves younger wishes alone
   */
  void sendAgain(Duration longerThan) {
    for (Wish wish : requests.due(longerThan)) {
      if (operations.find(wish.operation()).filter(SteeringSender::open).isEmpty()) {
        requests.done(wish);
      } else if (!underWay.containsKey(wish.id())) {
        var _ =
            send(wish)
                .exceptionally(failure -> {
                  late(wish, failure);
                  return null;
                });
      }
    }
  }

  private static boolean open(StoredOperation operation) {
    return !operation.state().ended();
  }

  private void late(Wish wish, Throwable failure) {
    if (failure instanceof WorkflowUpdateException refused) {
      String why = Steerer.reason(refused);
      LOG.info("{} has refused to {}: {}", wish.operation(), wish.update(), why);
      requests.refused(wish, why);
    } else {
      LOG.info("{} has not heard {} yet: {}", wish.operation(), wish.update(), failure.toString());
    }
  }

  /** Sends a wish, which is forgotten when the operation has taken it; fails as Temporal does. */
  CompletableFuture<Void> send(Wish wish) {
    CompletableFuture<Void> fresh = new CompletableFuture<>();
    CompletableFuture<Void> before = underWay.putIfAbsent(wish.id(), fresh);
    if (before != null) {
      return before;
    }
    Thread.ofVirtual()
        .name("steer-" + wish.operation())
        .start(() -> {
          try {
            update(wish);
            requests.done(wish);
            fresh.complete(null);
          } catch (RuntimeException e) {
            fresh.completeExceptionally(e);
          } finally {
            underWay.remove(wish.id());
          }
        });
    return fresh;
  }

  private void update(Wish wish) {
    var _ =
        client
            .newUntypedWorkflowStub(wish.operation())
            .startUpdate(
                UpdateOptions.newBuilder(Void.class)
                    .setUpdateName(wish.update())
                    .setUpdateId(wish.id())
                    .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                    .build(),
                JsonPayloads.read(wish.argument(), new TypeReference<Object>() {}))
            .getResult();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
