package dev.holdfast.workflows;

import dev.holdfast.schemas.lockdown.Lockdown;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.SearchAttributes;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.Steering;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Temporal's test server, with time that skips, around servers in memory. */
final class Platform implements AutoCloseable {
  static final String ID = "op-1";

  /** Cancellation reaches an activity with its heartbeat. */
  private static final WorkerOptions OFTEN =
      WorkerOptions.newBuilder()
          .setMaxHeartbeatThrottleInterval(Duration.ofMillis(200))
          .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(200))
          .build();

  final FakeServers servers = new FakeServers();
  final FakeCommands commands;
  final FakeTransfers transfers = new FakeTransfers();
  final FakeSyncs syncs = new FakeSyncs();
  final FakeReboots reboots = new FakeReboots();
  final FakeRotations rotations = new FakeRotations();
  final FakeDiagnostics diagnostics = new FakeDiagnostics();
  final FakeContainers containers = new FakeContainers();
  final FakeContainerControls containerControls = new FakeContainerControls();
  final FakeQuarantines quarantines = new FakeQuarantines();
  final FakeQuarantineEnds quarantineEnds = new FakeQuarantineEnds();
  final FakeRunbooks runbooks = new FakeRunbooks();
  final FakeReviewedPlans reviewedPlans = new FakeReviewedPlans();
  final FakeIncidents incidents = new FakeIncidents();
  final FakeGates gates = new FakeGates(this::now);
  final FakeFailedOperations failedOperations = new FakeFailedOperations();
  final FakeRecords records;
  final WorkflowClient client;
  private final TestWorkflowEnvironment environment;
  private final LateChildren lateChildren = new LateChildren();
  private final List<WorkerFactory> elsewhere = new ArrayList<>();

  final FakePlans plans;

  Platform(String... targets) {
    this(true, targets);
  }

  /**
   * @param caching whether workflows are remembered; otherwise each is replayed from its history
   *     whenever it goes on, as by workers that are killed again and again
   */
  Platform(boolean caching, String... targets) {
    WorkerFactoryOptions.Builder workers =
        WorkerFactoryOptions.newBuilder().setWorkerInterceptors(lateChildren);
    if (!caching) {
      workers.setWorkflowCacheSize(0);
    }
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder().setWorkerFactoryOptions(workers.build());
    SearchAttributes.all()
        .forEach(key ->
            options.registerSearchAttribute(
                key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    environment = TestWorkflowEnvironment.newInstance(options.build());
    client = environment.getWorkflowClient();
    records = new FakeRecords(client, List.of(targets));
    commands = new FakeCommands(records);
    plans = new FakePlans(servers, records);
    Worker workflows = environment.newWorker(TaskQueues.WORKFLOWS);
    workflows.registerWorkflowImplementationTypes(WorkflowTypes.all().toArray(Class<?>[]::new));
    workflows.registerActivitiesImplementations(records, incidents);
    environment
        .newWorker(TaskQueues.SSH, OFTEN)
        .registerActivitiesImplementations(
            servers,
            plans,
            commands,
            transfers,
            syncs,
            reboots,
            rotations,
            diagnostics,
            containers,
            containerControls,
            quarantines,
            gates);
    environment
        .newWorker(TaskQueues.PLATFORM, OFTEN)
        .registerActivitiesImplementations(
            runbooks, quarantineEnds, gates, failedOperations, reviewedPlans);
    environment.start();
    lateChildren.watch(environment);
  }

  /** A worker of a region with fakes of its own; it serves from now on. */
  InRegion region(String region) {
    return serving(TaskQueues.ssh(region));
  }

  /** A worker of one task queue with fakes of its own; it serves from now on. */
  InRegion serving(String queue) {
    InRegion there = new InRegion(new FakeServers(), new FakeCommands(records));
    WorkerFactory factory = WorkerFactory.newInstance(client);
    factory
        .newWorker(queue, OFTEN)
        .registerActivitiesImplementations(
            there.servers(), new FakePlans(there.servers(), records), there.commands());
    factory.start();
    elsewhere.add(factory);
    return there;
  }

  /** What the worker of a region, or of another task queue, was asked to do. */
  record InRegion(FakeServers servers, FakeCommands commands) {}

  /** A lockdown that needs no approval, one server at a time. */
  static OperationRequest<LockdownInput> approved() {
    return request(false, true, 1, 0);
  }

  static OperationRequest<LockdownInput> request(
      boolean dryRun, boolean approved, int concurrency, int maxFailures) {
    return new OperationRequest<>(
        ID,
        "lockdown",
        "alice",
        LockdownInput.defaults(),
        dryRun,
        approved,
        Priority.NORMAL,
        concurrency,
        maxFailures);
  }

  WorkflowStub start(OperationRequest<LockdownInput> request) {
    Lockdown lockdown =
        client.newWorkflowStub(
            Lockdown.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(request.id())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    WorkflowClient.start(lockdown::run, request);
    return WorkflowStub.fromTyped(lockdown);
  }

  OperationResult run(OperationRequest<LockdownInput> request) {
    return start(request).getResult(OperationResult.class);
  }

  Steering steering(String workflowId) {
    return client.newWorkflowStub(Steering.class, workflowId);
  }

  /** Tells the operation so many times how a server has ended, over as many runs as that takes. */
  void tell(ServerEnded ended, int times) {
    for (int told = 0; told < times; told++) {
      if (!records.tell(ID, ended)) {
        throw new IllegalStateException(ID + " has ended");
      }
    }
  }

  /** How many runs an operation's workflow has had. */
  int runs() {
    return records.runs.size();
  }

  /** Whether the workflow of a server has not ended. */
  boolean runs(String server) {
    return status(server) == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  /** How the workflow of a server shows in Temporal. */
  WorkflowExecutionStatus status(String server) {
    return client.newUntypedWorkflowStub(ID + "/" + server).describe().getStatus();
  }

  void awaitRuns(int runs) {
    while (runs() < runs) {
      Thread.onSpinWait();
    }
  }

  /** The workflows' time, in milliseconds since 1970. */
  long now() {
    return environment.currentTimeMillis();
  }

  /** Lets the workflows' time pass. */
  void pass(Duration time) {
    environment.sleep(time);
  }

  @Override
  public void close() {
    lateChildren.close();
    elsewhere.forEach(WorkerFactory::shutdownNow);
    environment.close();
  }
}
