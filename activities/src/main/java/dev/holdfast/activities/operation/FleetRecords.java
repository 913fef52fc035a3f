package dev.holdfast.activities.operation;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.OperationServers;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ParkedServers;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.operation.ServerRepairs;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.FleetActivities;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The servers of operations in the platform's database, as workflows go through them. */
public final class FleetRecords implements FleetActivities {
  private final OperationRecords records;
  private final Operations operations;
  private final OperationServers servers;
  private final FleetRows rows;
  private final ServerRepairs repairs;
  private final ParkedServers parked;
  private final ServerInputs inputs;
  private final ServerWorkflows workflows;

  public FleetRecords(
      OperationRecords records,
      Operations operations,
      OperationServers servers,
      FleetRows rows,
      ServerRepairs repairs,
      ParkedServers parked,
      ServerInputs inputs,
      ServerWorkflows workflows) {
    this.records = records;
    this.repairs = repairs;
    this.parked = parked;
    this.inputs = inputs;
    this.operations = operations;
    this.servers = servers;
    this.rows = rows;
    this.workflows = workflows;
  }

  @Override
  public void tellServerEnded(String operation, ServerEnded ended) {
    workflows.tell(operation, ended);
  }

  @Override
  public Tally countServers(String operation) {
    return rows.count(operation);
  }

  @Override
  public List<FleetTarget> nextServers(NextServers wanted) {
    return rows.next(wanted);
  }

  @Override
  public ServerState leaveOutServer(LeaveOut server) {
    String operation = server.operation();
    ServerState is = rows.state(operation, server.server());
    if (is != ServerState.QUEUED && is != ServerState.PARKED) {
      return is;
    }
    ServerResult skipped =
        new ServerResult(server.server(), ServerState.SKIPPED, 0, 0, null, server.why());
    operations.recordServers(
        operation, List.of(skipped.by(rows.attempt(operation, server.server()))));
    return rows.state(operation, server.server());
  }

  @Override
  public ServerState leaveOutFailedServer(LeaveOut server) {
    repairs.skip(server.operation(), server.server(), server.why());
    return rows.state(server.operation(), server.server());
  }

  @Override
  public QueuedAgain queueServersAgain(QueueAgain wanted) {
    return repairs.queueAgain(wanted);
  }

  @Override
  public @Nullable Map<String, Object> findServerInput(String operation, String server) {
    return inputs
        .find(operation, server)
        .map(json -> JsonPayloads.read(json, new TypeReference<Map<String, Object>>() {}))
        .orElse(null);
  }

  @Override
  public void recordWaiting(String operation, @Nullable Long until) {
    repairs.waits(operation, until == null ? null : Instant.ofEpochMilli(until));
  }

  @Override
  public WindowTime lookAtWindow(WindowLook look) {
    return parked.look(look);
  }

  @Override
  public int parkOfflineServers(ParkOffline wanted) {
    return parked.parkOffline(wanted);
  }

  @Override
  public Offline listOfflineServers(OfflineLook look) {
    return parked.listOffline(look);
  }

  @Override
  public List<FleetTarget> queueServersBack(QueueBack wanted) {
    return parked.queueBack(wanted);
  }

  @Override
  public List<String> findGateQueues(WaveServers wave) {
    return rows.gateQueues(wave);
  }

  @Override
  public void recordGates(String operation, GateLook look) {
    operations.recordGates(operation, look);
  }

  @Override
  public void endServers(String operation, Ending ending) {
    rows.end(operation, ending);
  }

  @Override
  public Begun beginServers(String operation, int most) {
    records.recordOperation(new OperationUpdate(operation, OperationState.RUNNING, null, null));
    return new Begun(
        rows.count(operation), rows.next(new NextServers(operation, Which.QUEUED, "", most)));
  }

  @Override
  public Tally finishServers(String operation, Ending ending, @Nullable String planHash) {
    rows.end(operation, ending);
    Tally tally = rows.count(operation);
    if (tally.failed() == 0) {
      records.recordOperation(
          new OperationUpdate(operation, OperationState.SUCCEEDED, planHash, null));
    }
    return tally;
  }

  @Override
  public Tally endAndCountServers(String operation, Ending ending) {
    rows.end(operation, ending);
    return rows.count(operation);
  }

  @Override
  public Failures listFailures(String operation, int most) {
    List<Failure> first =
        servers.bad(operation, most).stream()
            .map(server -> new Failure(server.name(), server.error()))
            .toList();
    return new Failures(first, rows.count(operation).failed());
  }

  @Override
  public Seen lookAfterServers(String operation, List<FleetTarget> targets) {
    Map<String, OperationServer> known =
        servers.named(operation, targets.stream().map(FleetTarget::server).toList()).stream()
            .collect(Collectors.toMap(OperationServer::name, Function.identity()));
    List<ServerEnded> ended = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (FleetTarget target : targets) {
      OperationServer server = known.get(target.server());
      String id = operation + "/" + target.server();
      switch (workflows.find(id, target.attempt())) {
        case ServerWorkflows.Running _ -> {}
        case ServerWorkflows.Unknown _ -> unknown.add(target.server());
        case ServerWorkflows.Ended(ServerState state, @Nullable String why) ->
            ended.add(ended(operation, target, server, state, why));
      }
    }
    return new Seen(ended, unknown);
  }

  /** As it is recorded; where its workflow could not record its end, as Temporal says. */
  private ServerEnded ended(
      String operation,
      FleetTarget target,
      @Nullable OperationServer server,
      ServerState state,
      @Nullable String why) {
    ServerResult said =
        server != null && server.state().ended()
            ? new ServerResult(
                target.server(), server.state(), server.changes(), 0, null, server.error())
            : new ServerResult(target.server(), state, 0, 0, null, why, null, target.attempt());
    if (server == null || !server.state().ended()) {
      operations.recordServers(operation, List.of(said));
    }
    return ServerEnded.of(said, target.attempt());
  }
}
