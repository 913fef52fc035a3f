package dev.holdfast.bench;

import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.platform.temporal.Times;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The baseline: workflows of one activity that does nothing, by Temporal's SDK as it is, on the
 * platform's Temporal with a worker in this process. Nothing of them is encrypted or recorded.
 */
final class BareWorkflows implements AutoCloseable {
  private static final String QUEUE = "holdfast-bench";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WorkflowClient client;
  private final WorkerFactory workers;
  private final int clients;

  /** A workflow that is measured. */
  @WorkflowInterface
  public interface OneActivity {
    @WorkflowMethod(name = "bench-one-activity")
    String run(String text);
  }

  /** Its activity. */
  @ActivityInterface
  public interface Echo {
    @ActivityMethod(name = "BenchEcho")
    String echo(String text);
  }

  /** Does nothing but the activity. */
  public static final class OneActivityWorkflow implements OneActivity {
    private final Echo echo =
        Workflow.newActivityStub(
            Echo.class, ActivityOptions.newBuilder().setStartToCloseTimeout(PATIENCE).build());

    @Override
    public String run(String text) {
      return echo.echo(text);
    }
  }

  /** Returns what it was given. */
  static final class Echoing implements Echo {
    @Override
    public String echo(String text) {
      return text;
    }
  }

  BareWorkflows(TemporalConnection temporal, int clients) {
    this.clients = clients;
    this.client =
        WorkflowClient.newInstance(
            temporal.service(),
            WorkflowClientOptions.newBuilder()
                .setNamespace(temporal.client().getOptions().getNamespace())
                .build());
    this.workers = WorkerFactory.newInstance(client);
    Worker worker = workers.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(OneActivityWorkflow.class);
    worker.registerActivitiesImplementations(new Echoing());
    workers.start();
  }

  /** How many ended in a second, from the first start to the last end, as Temporal has it. */
  double perSecond(int count) throws Exception {
    List<Callable<WorkflowStub>> work = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      work.add(this::start);
    }
    Instant began = Instant.now();
    List<WorkflowStub> started = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      for (Future<WorkflowStub> one : threads.invokeAll(work)) {
        started.add(one.get());
      }
    }
    // The last one first: to wait for each of the others would be a load of its own.
    Instant last = began;
    for (WorkflowStub one : started.reversed()) {
      var _ = one.getResult(String.class);
      Instant ended = ended(one.getExecution());
      last = ended.isAfter(last) ? ended : last;
    }
    return count * 1e9 / Duration.between(began, last).toNanos();
  }

  private WorkflowStub start() {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            "bench-one-activity",
            WorkflowOptions.newBuilder()
                .setWorkflowId("bench/" + UUID.randomUUID())
                .setTaskQueue(QUEUE)
                .build());
    var _ = stub.start("nothing");
    return stub;
  }

  private Instant ended(WorkflowExecution workflow) {
    return Times.of(
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .setExecution(workflow)
                    .build())
            .getWorkflowExecutionInfo()
            .getCloseTime());
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
