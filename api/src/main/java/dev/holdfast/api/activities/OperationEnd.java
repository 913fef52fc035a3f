package dev.holdfast.api.activities;

import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Waits within an activity until an operation has ended. */
@Component
public final class OperationEnd {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Operations operations;

  OperationEnd(Operations operations) {
    this.operations = operations;
  }

  /**
   * The operation as it has ended.
   *
   * @throws io.temporal.client.ActivityCompletionException if the wait is cancelled
   */
  public StoredOperation await(String operation) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    while (true) {
      StoredOperation stored =
          operations
              .find(operation)
              .orElseThrow(() ->
                  ApplicationFailure.newNonRetryableFailure(
                      "There is no operation " + operation + " any more", "UnknownOperation"));
      if (stored.state().ended()) {
        return stored;
      }
      // Throws where the wait is cancelled.
      context.heartbeat(stored.state().word());
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Activity.wrap(e);
      }
    }
  }
}
