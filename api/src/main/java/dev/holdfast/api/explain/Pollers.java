package dev.holdfast.api.explain;

import dev.holdfast.platform.temporal.TemporalConnection;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Which task queues workers ask for work, as Temporal sees it. */
@Component
final class Pollers {
  /** A worker asks again within a minute, also where there is nothing to do. */
  private static final Duration OF_LATE = Duration.ofSeconds(75);

  private static final int PATIENCE_SECONDS = 5;

  private final TemporalConnection temporal;

  Pollers(TemporalConnection temporal) {
    this.temporal = temporal;
  }

  /**
   * Whether a worker has asked for activities on the queue of late.
   *
   * @throws StatusRuntimeException if Temporal does not answer
   */
  boolean poll(String queue) {
    Instant since = Instant.now().minus(OF_LATE);
    try {
      return temporal
          .service()
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .describeTaskQueue(
              DescribeTaskQueueRequest.newBuilder()
                  .setNamespace(temporal.client().getOptions().getNamespace())
                  .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                  .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                  .build())
          .getPollersList()
          .stream()
          .anyMatch(poller -> Times.of(poller.getLastAccessTime()).isAfter(since));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Code.UNIMPLEMENTED) {
        return true; // nobody can tell: then it is not what we say is missing
      }
      throw e;
    }
  }
}
