package dev.holdfast.workers;

import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.workflows.WorkflowTypes;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Temporal workers of this process, one per task queue.
 *
 * <p>Wired by hand and not by a starter, because the order of going down matters: first no new
 * work, then time to finish, then what still waits is handed to another worker, and only then do
 * databases and connections close.
 */
final class TemporalWorkers implements AutoCloseable {
  private static final Duration TO_FINISH = Duration.ofSeconds(10);
  private static final Duration TO_HAND_OVER = Duration.ofSeconds(10);

  /** A workflow thread that does not yield for this long is stuck, and shown as such. */
  private static final Duration STUCK = Duration.ofSeconds(5);

  private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(5);
  private static final int CACHED_WORKFLOWS = 200;

  /**
   * They compute, where activities wait: more than the processors can do only makes everybody wait
   * longer, first of all the requests of the API beside them. No fewer than so many, because a few
   * of them may wait for the database.
   */
  private static final int WORKFLOW_TASKS_AT_A_TIME =
      Math.max(8, 4 * Runtime.getRuntime().availableProcessors());

  private static final int ACTIVITIES_AT_A_TIME = 200;

  /** On top of the others, which may all be taken by what is not critical. */
  private static final int CRITICAL_AT_A_TIME = 50;

  /** Each waits nearly all of the time. */
  private static final int WATCHES_AT_A_TIME = 1_000;

  private final WorkerFactory factory;

  /**
   * @param interceptors around every activity, the outermost last
   * @param options which of the task queues it serves
   * @param recording activities of {@link TaskQueues#WORKFLOWS}
   * @param onServers activities on servers, {@link TaskQueues#ssh}, also those that are critical
   * @param watching activities that last for hours, {@link TaskQueues#watch}
   */
  TemporalWorkers(
      WorkflowClient client,
      List<WorkerInterceptor> interceptors,
      WorkerOptions options,
      List<Object> recording,
      List<Object> onServers,
      List<Object> watching) {
    factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(interceptors.toArray(WorkerInterceptor[]::new))
                .setWorkflowCacheSize(CACHED_WORKFLOWS)
                .build());
    if (options.capabilities().contains(TaskQueues.WORKFLOWS)) {
      Worker worker = worker(TaskQueues.WORKFLOWS);
      worker.registerWorkflowImplementationTypes(
          WorkflowImplementationOptions.getDefaultInstance(),
          WorkflowTypes.all().toArray(Class<?>[]::new));
      worker.registerActivitiesImplementations(recording.toArray());
    }
    if (options.capabilities().contains(TaskQueues.SSH)) {
      String queue = TaskQueues.ssh(options.region());
      worker(queue).registerActivitiesImplementations(onServers.toArray());
      worker(TaskQueues.critical(queue), CRITICAL_AT_A_TIME)
          .registerActivitiesImplementations(onServers.toArray());
      worker(TaskQueues.watch(options.region()), WATCHES_AT_A_TIME)
          .registerActivitiesImplementations(watching.toArray());
    }
  }

  void start() {
    factory.start();
  }

  @Override
  public void close() {
    factory.shutdown();
    factory.awaitTermination(TO_FINISH.toMillis(), TimeUnit.MILLISECONDS);
    factory.shutdownNow();
    factory.awaitTermination(TO_HAND_OVER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Worker worker(String queue) {
    return worker(queue, ACTIVITIES_AT_A_TIME);
  }

  private Worker worker(String queue, int activities) {
    return factory.newWorker(
        queue,
        io.temporal.worker.WorkerOptions.newBuilder()
            .setUsingVirtualThreadsOnActivityWorker(true)
            .setUsingVirtualThreadsOnLocalActivityWorker(true)
            .setMaxConcurrentWorkflowTaskExecutionSize(WORKFLOW_TASKS_AT_A_TIME)
            .setMaxConcurrentActivityExecutionSize(activities)
            .setDefaultDeadlockDetectionTimeout(STUCK.toMillis())
            .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
            .setDefaultHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
            .build());
  }
}
