package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the workflow of a server ends: where the operation has failed on it, Temporal shows it as
 * failed. To the operation it is a result like any other, which the failure carries.
 */
final class ServerEnd {
  private ServerEnd() {}

  /**
   * The result, recorded already, where the workflow is to complete with it.
   *
   * @param attempt at the server; null where an operation of the earlier engine waits for it, which
   *     knows results only
   * @throws ApplicationFailure where it is to fail with it; never retried
   */
  static ServerResult of(ServerResult result, @Nullable Integer attempt) {
    if (attempt == null || !result.state().bad() || !failing()) {
      return result;
    }
    throw ApplicationFailure.newBuilder()
        .setMessage(Objects.requireNonNullElse(result.error(), result.state().word()))
        .setType(FailureType.SERVER_FAILED.name())
        .setDetails(result)
        .setNonRetryable(true)
        // A server that fails is no fault of a worker, and counts as none in its metrics.
        .setCategory(ApplicationErrorCategory.BENIGN)
        .build();
  }

  /** Workflows of before have completed, and are replayed as they were. */
  private static boolean failing() {
    return Workflow.getVersion("failed-servers", Workflow.DEFAULT_VERSION, 1)
        != Workflow.DEFAULT_VERSION;
  }

  /** The result that a server's workflow has failed with; null where it has failed otherwise. */
  static @Nullable ServerResult read(RuntimeException failure) {
    return failure.getCause() instanceof ApplicationFailure cause
            && FailureType.SERVER_FAILED.name().equals(cause.getType())
        ? cause.getDetails().get(ServerResult.class)
        : null;
  }
}
