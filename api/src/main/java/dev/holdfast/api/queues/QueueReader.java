package dev.holdfast.api.queues;

import com.google.protobuf.util.Durations;
import dev.holdfast.api.queues.Queue.AtPriority;
import dev.holdfast.api.queues.Queue.Worker;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.platform.temporal.Times;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.TaskQueues;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.taskqueue.v1.TaskQueueStats;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Asks Temporal what waits in a task queue and who takes it. */
@Component
public final class QueueReader {
  /** A worker asks again within a minute, also where there is nothing to do. */
  private static final Duration OF_LATE = Duration.ofSeconds(75);

  private static final int PATIENCE_SECONDS = 5;

  private final TemporalConnection temporal;

  QueueReader(TemporalConnection temporal) {
    this.temporal = temporal;
  }

  /**
   * What is known of a queue; empty where this Temporal cannot tell.
   *
   * @throws StatusRuntimeException if Temporal does not answer
   */
  public Optional<Queue> read(String queue, QueuedWork work) {
    try {
      DescribeTaskQueueResponse answer =
          temporal
              .service()
              .blockingStub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .describeTaskQueue(
                  DescribeTaskQueueRequest.newBuilder()
                      .setNamespace(temporal.client().getOptions().getNamespace())
                      .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                      .setTaskQueueType(work.type())
                      .setReportStats(true)
                      .build());
      return Optional.of(queue(queue, work, answer, Instant.now()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Code.UNIMPLEMENTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static Queue queue(String name, QueuedWork work, DescribeTaskQueueResponse answer, Instant now) {
    TaskQueueStats stats = answer.getStats();
    return new Queue(
        name,
        work,
        TaskQueues.region(name),
        stats.getApproximateBacklogCount(),
        oldest(stats),
        rounded(stats.getTasksAddRate()),
        rounded(stats.getTasksDispatchRate()),
        Arrays.stream(Priority.values()).flatMap(priority -> waiting(priority, answer)).toList(),
        answer.getPollersList().stream()
            .map(poller -> new Worker(poller.getIdentity(), Times.of(poller.getLastAccessTime())))
            .filter(worker -> worker.lastAsked().isAfter(now.minus(OF_LATE)))
            .sorted(Comparator.comparing(Worker::name))
            .toList());
  }

  private static Stream<AtPriority> waiting(Priority priority, DescribeTaskQueueResponse answer) {
    TaskQueueStats stats =
        answer.getStatsByPriorityKeyOrDefault(priority.key(), TaskQueueStats.getDefaultInstance());
    return stats.getApproximateBacklogCount() == 0
        ? Stream.empty()
        : Stream.of(new AtPriority(priority, stats.getApproximateBacklogCount(), oldest(stats)));
  }

  /** An empty line has no first one, whatever age it is given. */
  private static double oldest(TaskQueueStats stats) {
    return stats.getApproximateBacklogCount() == 0
        ? 0
        : rounded(Durations.toMillis(stats.getApproximateBacklogAge()) / 1e3);
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
