package dev.holdfast.workflows;

import dev.holdfast.schemas.lease.LeaseActivities;
import dev.holdfast.schemas.lease.ServerLease;
import dev.holdfast.schemas.lease.ServerLease.LeaseState;
import dev.holdfast.schemas.lease.ServerLease.Request;
import dev.holdfast.schemas.operation.OperationActivities;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The platform's database in memory, and leases over the test's own Temporal. */
final class FakeRecords implements OperationActivities, LeaseActivities {
  final List<OperationState> states = Collections.synchronizedList(new ArrayList<>());
  final List<Pace> paces = Collections.synchronizedList(new ArrayList<>());
  final Map<String, ServerResult> servers = new ConcurrentHashMap<>();
  final Set<String> endedHolders = ConcurrentHashMap.newKeySet();

  /** Second names of machines. */
  final Map<String, String> aliases = new ConcurrentHashMap<>();

  /** Machines whose lease is not to be found when it is given back. */
  final Set<String> gone = ConcurrentHashMap.newKeySet();

  final Map<String, String> queues = new ConcurrentHashMap<>();
  volatile String planHash = "";

  /** Why the operation failed; empty unless it has. */
  volatile String error = "";

  private final List<ServerResult> told = Collections.synchronizedList(new ArrayList<>());

  private final WorkflowClient client;
  private final List<String> targets;
  private final AtomicLong tokens = new AtomicLong(100);

  FakeRecords(WorkflowClient client, List<String> targets) {
    this.client = client;
    this.targets = targets;
  }

  @Override
  public List<String> targets(String operation) {
    return targets;
  }

  @Override
  public Map<String, String> routes(String operation) {
    return queues;
  }

  @Override
  public void recordOperation(OperationUpdate update) {
    states.add(update.state());
    if (update.planHash() != null) {
      planHash = update.planHash();
    }
    error = Objects.requireNonNullElse(update.error(), "");
  }

  @Override
  public void recordPace(String operation, Pace pace) {
    paces.add(pace);
  }

  @Override
  public void recordServers(String operation, List<ServerResult> results) {
    told.addAll(results);
    results.forEach(result -> servers.put(result.server(), result));
  }

  /** What a server's error ever was, in order. */
  List<String> errors(String server) {
    return List.copyOf(told).stream()
        .filter(result -> result.server().equals(server))
        .map(ServerResult::error)
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public String requestLease(String server, Request request) {
    String machine = aliases.getOrDefault(server, server);
    ServerLease lease =
        client.newWorkflowStub(
            ServerLease.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(ServerLease.workflowId(machine))
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .build());
    BatchRequest batch = client.newSignalWithStartRequest();
    batch.add(lease::run, new LeaseState(machine, null, List.of()));
    batch.add(lease::request, request);
    client.signalWithStart(batch);
    return gone.contains(machine) ? machine + "-gone" : machine;
  }

  @Override
  public long nextFencingToken(String server) {
    return tokens.incrementAndGet();
  }

  @Override
  public boolean holderEnded(Request holder) {
    return endedHolders.contains(holder.holder());
  }

  String serverPlan(String server) {
    return String.valueOf(Objects.requireNonNull(servers.get(server)).planHash());
  }

  ServerState serverState(String server) {
    ServerResult result = servers.get(server);
    return result == null ? ServerState.QUEUED : result.state();
  }
}
