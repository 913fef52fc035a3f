package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.containers.monitor.ContainerMonitor;
import dev.holdfast.schemas.containers.monitor.ContainerMonitor.Watch;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities.End;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities.Watched;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContainerMonitorWorkflowTest {
  private static final String SERVER = "srv-0123456789abcdef";
  private static final String WATCH = TaskQueues.watch(null);
  private static final String ELSEWHERE = TaskQueues.watch("eu-west");

  private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final List<Instant> times = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    environment.close();
  }

  @Test
  void shouldEndWhenNobodyWantsItAnyMore() {
    run(_ -> watched(End.OVER));

    assertThat(watches).hasSize(1);
  }

  @Test
  void shouldGoOnWithAnotherActivityWhenOneIsLostOrHasLastedLongEnough() {
    run(number ->
        switch (number) {
          case 1 -> throw new IllegalStateException("the worker is stopped");
          case 2 -> watched(End.HANDED_OVER);
          default -> watched(End.OVER);
        });

    assertThat(watches).hasSize(3);
  }

  @Test
  void shouldFollowAServerToAnotherRegion() {
    run(number ->
        number == 1
            ? new Watched(End.HANDED_OVER, false, ELSEWHERE, null)
            : watched(End.OVER, ELSEWHERE));

    assertThat(watches).extracting(Watch::queue).containsExactly(WATCH, ELSEWHERE);
  }

  @Test
  void shouldWaitLongerEachTimeThatTheServerIsUnreachableAndBeginAnewAfterASample() {
    run(number -> {
      if (number == 12) {
        return watched(End.OVER);
      }
      return new Watched(End.UNREACHABLE, number == 10, WATCH, "it is off");
    });

    List<Long> pauses = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      pauses.add(Duration.between(times.get(i - 1), times.get(i)).toSeconds());
    }
    assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L, 5L, 10L);
  }

  @Test
  void shouldLookAgainWithoutWaitingWhenToldOfAChange() {
    WorkflowStub monitor =
        start(number ->
            number == 1
                ? new Watched(End.UNREACHABLE, false, WATCH, "it is off")
                : watched(End.OVER));
    environment.sleep(Duration.ofSeconds(1));

    monitor.signal(ContainerMonitor.CHANGED);
    monitor.getResult(Void.class);

    assertThat(Duration.between(times.get(0), times.get(1))).isLessThan(Duration.ofSeconds(4));
  }

  /** It was started again while the end of the last one was on its way. */
  @Test
  void shouldNotEndWhenToldOfAChangeMeanwhile() {
    WorkflowStub[] monitor = new WorkflowStub[1];
    AtomicInteger told = new AtomicInteger();
    monitor[0] =
        start(number -> {
          if (number == 1) {
            environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(ContainerMonitor.workflowId(SERVER))
                .signal(ContainerMonitor.CHANGED);
            told.incrementAndGet();
          }
          return watched(End.OVER);
        });
    monitor[0].getResult(Void.class);

    assertThat(told).hasValue(1);
    assertThat(watches).hasSize(2);
  }

  private static Watched watched(End end) {
    return watched(end, WATCH);
  }

  private static Watched watched(End end, String queue) {
    return new Watched(end, true, queue, null);
  }

  private void run(IntFunction<Watched> byNumber) {
    start(byNumber).getResult(Void.class);
  }

  private WorkflowStub start(IntFunction<Watched> byNumber) {
    ContainerMonitorActivities activities =
        watch -> {
          watches.add(watch);
          times.add(Instant.ofEpochMilli(environment.currentTimeMillis()));
          return byNumber.apply(watches.size());
        };
    environment
        .newWorker(TaskQueues.WORKFLOWS)
        .registerWorkflowImplementationTypes(WorkflowTypes.all().toArray(Class<?>[]::new));
    environment.newWorker(WATCH).registerActivitiesImplementations(activities);
    environment.newWorker(ELSEWHERE).registerActivitiesImplementations(activities);
    environment.start();
    ContainerMonitor monitor =
        environment
            .getWorkflowClient()
            .newWorkflowStub(
                ContainerMonitor.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(ContainerMonitor.workflowId(SERVER))
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    var _ = WorkflowClient.start(monitor::run, new Watch(SERVER, "web-1", WATCH, 0));
    return WorkflowStub.fromTyped(monitor);
  }
}
