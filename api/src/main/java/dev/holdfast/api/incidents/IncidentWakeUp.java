package dev.holdfast.api.incidents;

import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.schemas.incident.EntryKind;
import dev.holdfast.schemas.incident.IncidentEntry;
import dev.holdfast.schemas.incident.IncidentSteering;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells the workflows of incidents that signals wait in PostgreSQL. It takes no worker, and where
 * it fails the sweeper does it again.
 */
@Component
final class IncidentWakeUp {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentWakeUp.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final WorkflowClient client;

  IncidentWakeUp(TemporalConnection temporal) {
    this.client = temporal.client();
  }

  /** That this signal came. */
  void signalled(String incident, String signal, String sender, Instant at) {
    send(incident, new IncidentEntry(signal, EntryKind.SIGNALLED, sender, at, null, null));
  }

  /** That signals came which the workflow may not have been told of. */
  void again(String incident) {
    // Another id than before: the workflow has perhaps seen that, and forgets what it knows.
    signalled(incident, "again-" + UUID.randomUUID(), "platform", Instant.now());
  }

  private void send(String incident, IncidentEntry entry) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("signal-" + incident)
        .start(() -> {
          try {
            client.newUntypedWorkflowStub(incident).signal(IncidentSteering.SIGNALLED, entry);
            sent.complete(null);
          } catch (RuntimeException e) {
            sent.completeExceptionally(e);
          }
        });
    try {
      sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("{} is told of its signal later: {}", incident, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
