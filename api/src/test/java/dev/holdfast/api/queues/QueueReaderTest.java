package dev.holdfast.api.queues;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.holdfast.api.queues.Queue.AtPriority;
import dev.holdfast.api.queues.Queue.Worker;
import dev.holdfast.schemas.operation.Priority;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueueStats;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QueueReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-29T05:00:00Z");

  @Test
  void shouldTellWhatWaitsByPriorityMostUrgentFirst() {
    Queue queue =
        read(
            DescribeTaskQueueResponse.newBuilder()
                .setStats(stats(12, Duration.ofSeconds(75)).setTasksAddRate(2.46f))
                .putStatsByPriorityKey(3, stats(10, Duration.ofSeconds(75)).build())
                .putStatsByPriorityKey(1, stats(2, Duration.ofMillis(3140)).build())
                .putStatsByPriorityKey(2, stats(0, Duration.ofSeconds(9)).build()));

    assertThat(queue.region()).isEqualTo("eu-west");
    assertThat(queue.waiting()).isEqualTo(12);
    assertThat(queue.oldestSeconds()).isEqualTo(75);
    assertThat(queue.addedPerSecond()).isEqualTo(2.5);
    assertThat(queue.priorities())
        .containsExactly(
            new AtPriority(Priority.CRITICAL, 2, 3.1), new AtPriority(Priority.NORMAL, 10, 75));
  }

  @Test
  void shouldCountOnlyWorkersThatAskedOfLate() {
    Queue queue =
        read(
            DescribeTaskQueueResponse.newBuilder()
                .addPollers(poller("2@ops-1", NOW.minusSeconds(70)))
                .addPollers(poller("1@ops-1", NOW.minusSeconds(1)))
                .addPollers(poller("3@gone", NOW.minusSeconds(80))));

    assertThat(queue.workers())
        .containsExactly(
            new Worker("1@ops-1", NOW.minusSeconds(1)),
            new Worker("2@ops-1", NOW.minusSeconds(70)));
  }

  @Test
  void shouldGiveAnEmptyLineNoAge() {
    Queue queue =
        read(DescribeTaskQueueResponse.newBuilder().setStats(stats(0, Duration.ofSeconds(9))));

    assertThat(queue.oldestSeconds()).isZero();
    assertThat(queue.priorities()).isEmpty();
  }

  private static Queue read(DescribeTaskQueueResponse.Builder answer) {
    return QueueReader.queue("ssh.eu-west", QueuedWork.STEP, answer.build(), NOW);
  }

  private static TaskQueueStats.Builder stats(long waiting, Duration oldest) {
    return TaskQueueStats.newBuilder()
        .setApproximateBacklogCount(waiting)
        .setApproximateBacklogAge(Durations.fromMillis(oldest.toMillis()));
  }

  private static PollerInfo poller(String identity, Instant at) {
    return PollerInfo.newBuilder()
        .setIdentity(identity)
        .setLastAccessTime(Timestamps.fromMillis(at.toEpochMilli()))
        .build();
  }
}
