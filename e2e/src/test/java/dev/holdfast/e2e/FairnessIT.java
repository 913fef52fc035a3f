package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.platform.temporal.Turns;
import dev.holdfast.schemas.operation.Priority;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whose turn it is in the task queues of the real Temporal, configured as the platform's is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FairnessIT {
  private static final int MANY = 1_000;
  private static final int SLOTS = 4;
  private static final int STARTERS = 16;
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration BOUND = Duration.ofSeconds(2);

  private StandaloneProcess standalone;
  private TemporalConnection temporal;

  /** An operation of one step. */
  @WorkflowInterface
  public interface OneStep {
    @WorkflowMethod(name = "one-step")
    String run(String whose);
  }

  /** The step. */
  @ActivityInterface
  public interface Step {
    @ActivityMethod(name = "Step")
    String step(String whose);
  }

  /** Runs its step. */
  public static final class OneStepWorkflow implements OneStep {
    private final Step step =
        Workflow.newActivityStub(
            Step.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(5)).build());

    @Override
    public String run(String whose) {
      return step.step(whose);
    }
  }

  /** Takes its time, and counts. */
  private static final class Steps implements Step {
    private final AtomicInteger done = new AtomicInteger();

    @Override
    public String step(String whose) {
      try {
        // What a step does is to last.
        TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      done.incrementAndGet();
      return whose;
    }
  }

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    standalone = EndToEnd.platform(directory, "--no-worker");
    temporal = new TemporalConnection(PlatformConfig.read(standalone.home().root()));
  }

  @AfterAll
  void bringDown() throws Exception {
    temporal.close();
    StandaloneProcess.succeeded(standalone.run("down"));
  }

  @Test
  void shouldKeepNoOrganisationWaitingBehindAThousandOfAnother() throws Exception {
    List<Callable<WorkflowStub>> many = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      many.add(() -> start(Priority.NORMAL, "busy"));
    }
    try (ExecutorService starters = Executors.newFixedThreadPool(STARTERS)) {
      for (Future<WorkflowStub> one : starters.invokeAll(many)) {
        var _ = one.get();
      }
    }
    Steps steps = new Steps();
    WorkerFactory workers = WorkerFactory.newInstance(temporal.client());
    try {
      Worker worker =
          workers.newWorker(
              "fairness",
              WorkerOptions.newBuilder().setMaxConcurrentActivityExecutionSize(SLOTS).build());
      worker.registerWorkflowImplementationTypes(OneStepWorkflow.class);
      worker.registerActivitiesImplementations(steps);
      workers.start();
      EndToEnd.await("the busy one is worked on", () -> steps.done.get() > 2 * SLOTS);

      Duration quiet = timed(Priority.NORMAL, "quiet");
      Duration urgent = timed(Priority.CRITICAL, "busy");

      assertThat(steps.done.get()).as("most of the thousand still wait").isLessThan(MANY / 2);
      assertThat(quiet).as("another organisation's first").isLessThan(BOUND);
      assertThat(urgent).as("a critical one of the same").isLessThan(BOUND);
    } finally {
      workers.shutdownNow();
      workers.awaitTermination(BOUND.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private Duration timed(Priority priority, String organisation) {
    long began = System.nanoTime();
    var _ = start(priority, organisation).getResult(String.class);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private WorkflowStub start(Priority priority, String organisation) {
    WorkflowClient client = temporal.client();
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            "one-step",
            WorkflowOptions.newBuilder()
                .setTaskQueue("fairness")
                .setPriority(Turns.of(priority, organisation))
                .build());
    var _ = stub.start(organisation);
    return stub;
  }
}
