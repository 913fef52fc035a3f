package dev.holdfast.e2e;

import dev.holdfast.activities.lease.ServerLeases;
import dev.holdfast.activities.operation.FleetRecords;
import dev.holdfast.activities.operation.OperationRecords;
import dev.holdfast.activities.operation.ServerWorkflows;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.platform.operation.OperationServers;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ParkedServers;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.operation.ServerRepairs;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.workflows.WorkflowTypes;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A worker in this process with the platform's own workflows, records and leases; only the servers
 * are simulated.
 */
final class SimulatedWorker implements AutoCloseable {
  private static final int CACHED_WORKFLOWS = 200;
  private static final int SECONDS_TO_END = 20;

  private final DatabasePool database;
  private final TemporalConnection temporal;
  private final WorkerFactory factory;

  SimulatedWorker(PlatformConfig config, SimulatedServers servers) {
    database = new DatabasePool("simulated", config.database());
    temporal = new TemporalConnection(config);
    AtRest atRest =
        new AtRest(
            database.jdbi(), new Keyset(Path.of(config.keysDirectory()).resolve(Keyset.SECRETS)));
    factory =
        WorkerFactory.newInstance(
            temporal.client(),
            WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(CACHED_WORKFLOWS).build());
    WorkerOptions options =
        WorkerOptions.newBuilder()
            .setUsingVirtualThreadsOnActivityWorker(true)
            .setUsingVirtualThreadsOnLocalActivityWorker(true)
            .build();
    Worker workflows = factory.newWorker(TaskQueues.WORKFLOWS, options);
    workflows.registerWorkflowImplementationTypes(WorkflowTypes.all().toArray(Class<?>[]::new));
    OperationRecords records =
        new OperationRecords(new Operations(database.jdbi(), atRest), _ -> new Redactor());
    workflows.registerActivitiesImplementations(
        records,
        new FleetRecords(
            records,
            new Operations(database.jdbi(), atRest),
            new OperationServers(database.jdbi(), atRest),
            new FleetRows(database.jdbi()),
            new ServerRepairs(database.jdbi(), atRest),
            new ParkedServers(database.jdbi()),
            new ServerInputs(database.jdbi(), atRest),
            new ServerWorkflows(temporal.client())),
        new ServerLeases(temporal.client(), database.jdbi()));
    factory.newWorker(TaskQueues.SSH, options).registerActivitiesImplementations(servers);
    factory.start();
  }

  TemporalConnection temporal() {
    return temporal;
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
    temporal.close();
    database.close();
  }
}
