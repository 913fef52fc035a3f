package dev.holdfast.api.queues;

import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.Page;
import io.grpc.StatusRuntimeException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows how much work waits, and for whom. */
@RestController
final class QueueController {
  private final Queues queues;

  QueueController(Queues queues) {
    this.queues = queues;
  }

  @Requires(value = "queues:read", on = Requires.On.INSTALLATION)
  @GetMapping("/api/v1/queues")
  Page<Queue> list() {
    try {
      return new Page<>(queues.all(), null);
    } catch (StatusRuntimeException e) {
      throw ApiException.unavailable(
          "temporal-unavailable",
          "Temporal, which keeps the queues, cannot be reached; try again in a moment.");
    }
  }
}
