package dev.holdfast.workflows;

import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.lease.LeaseActivities;
import dev.holdfast.schemas.lease.ServerLease;
import dev.holdfast.schemas.lease.ServerLease.LeaseState;
import dev.holdfast.schemas.lease.ServerLease.Request;
import dev.holdfast.schemas.operation.FleetActivities;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.OperationActivities;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.PlanHash;
import dev.holdfast.schemas.operation.ServerListener;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The platform's database in memory, and leases over the test's own Temporal. */
final class FakeRecords implements OperationActivities, LeaseActivities, FleetActivities {
  final List<OperationState> states = Collections.synchronizedList(new ArrayList<>());
  final List<GateLook> gates = Collections.synchronizedList(new ArrayList<>());
  final List<Pace> paces = Collections.synchronizedList(new ArrayList<>());

  /** What was recorded last of each server, by whatever operation. */
  final Map<String, ServerResult> servers = new ConcurrentHashMap<>();

  final Set<String> endedHolders = ConcurrentHashMap.newKeySet();

  /** Second names of machines. */
  final Map<String, String> aliases = new ConcurrentHashMap<>();

  /** Servers under whose lease nothing is sent any more. */
  final List<String> endedLeases = new CopyOnWriteArrayList<>();

  /** Machines whose lease is not to be found when it is given back. */
  final Set<String> gone = ConcurrentHashMap.newKeySet();

  final Map<String, String> queues = new ConcurrentHashMap<>();
  volatile String planHash = "";

  /** Why the operation failed; empty unless it has. */
  volatile String error = "";

  /** The same for programs; null unless it has. */
  volatile @Nullable FailureData failure;

  /** The runs of workflows that have recorded how far they are. */
  final Set<String> runs = ConcurrentHashMap.newKeySet();

  /** How often servers have been looked after. */
  final AtomicInteger looks = new AtomicInteger();

  /** Of servers that were started more than once. */
  final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  /** Who has asked for a server's last attempt. */
  private final Map<String, String> asked = new ConcurrentHashMap<>();

  /** The inputs of servers that have one of their own. */
  final Map<String, Map<String, Object>> inputs = new ConcurrentHashMap<>();

  /** The hashes of the plans that were approved. */
  final Map<String, String> approved = new ConcurrentHashMap<>();

  /** Whether queueing again is delivered once more. */
  final AtomicBoolean redelivered = new AtomicBoolean();

  /** Until when the operation waited for people, 0 for that it did not any more. */
  final List<Long> waits = Collections.synchronizedList(new ArrayList<>());

  /** When hours open, in milliseconds since 1970. */
  final Map<String, Long> opens = new ConcurrentHashMap<>();

  /** When servers may be started that have hours of their own, in milliseconds since 1970. */
  final Map<String, Long> opensFor = new ConcurrentHashMap<>();

  final AtomicLong openFor = new AtomicLong(Duration.ofHours(1).toMillis());

  /** Servers that are parked because they cannot be reached, with when they are given up. */
  final Map<String, Long> offline = new ConcurrentHashMap<>();

  /** What was looked at, in order. */
  final List<WindowLook> windows = Collections.synchronizedList(new ArrayList<>());

  /** How long the next count of servers takes, in milliseconds. */
  final AtomicLong slow = new AtomicLong();

  /** How often the servers cannot be counted from now on. */
  final AtomicInteger away = new AtomicInteger();

  private final Map<String, Map<String, ServerResult>> byOperation = new ConcurrentHashMap<>();
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
    runs.add(Activity.getExecutionContext().getInfo().getWorkflowRunId());
    states.add(update.state());
    if (update.planHash() != null) {
      planHash = update.planHash();
    }
    error = Objects.requireNonNullElse(update.error(), "");
    failure = update.failure();
  }

  @Override
  public void recordPace(String operation, Pace pace) {
    paces.add(pace);
  }

  @Override
  public void recordServers(String operation, List<ServerResult> results) {
    told.addAll(results);
    results.stream().filter(result -> !isLate(result)).forEach(result -> put(operation, result));
  }

  /** As in the database: what an earlier attempt has to say is over. */
  private boolean isLate(ServerResult result) {
    return Objects.requireNonNullElse(result.attempt(), 1) < attempt(result.server());
  }

  private void put(String operation, ServerResult result) {
    of(operation).put(result.server(), result);
    servers.put(result.server(), result);
  }

  private Map<String, ServerResult> of(String operation) {
    return byOperation.computeIfAbsent(operation, _ -> new ConcurrentHashMap<>());
  }

  @Override
  public Tally countServers(String operation) {
    takeTime();
    Map<ServerState, Integer> states = new EnumMap<>(ServerState.class);
    Map<String, String> hashes = new HashMap<>();
    int toChange = 0;
    int refused = 0;
    int changes = 0;
    for (ServerResult row : rows(operation)) {
      states.merge(row.state(), 1, Integer::sum);
      if (row.planHash() != null) {
        hashes.put(row.server(), row.planHash());
        toChange += row.state() == ServerState.QUEUED && row.changes() > 0 ? 1 : 0;
        refused += row.state() == ServerState.FAILED ? 1 : 0;
      }
      changes += row.state() == ServerState.SUCCEEDED ? row.changes() : 0;
    }
    return new Tally(states, toChange, refused, changes, PlanHash.of(hashes));
  }

  private void takeTime() {
    if (away.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
      throw new IllegalStateException("the database is away");
    }
    try {
      TimeUnit.MILLISECONDS.sleep(slow.getAndSet(0));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<FleetTarget> nextServers(NextServers wanted) {
    return rows(wanted.operation()).stream()
        .filter(row -> row.server().compareTo(wanted.after()) > 0)
        .filter(row ->
            row.state() == ServerState.QUEUED
                || (!Boolean.TRUE.equals(wanted.open())
                    && row.state() == ServerState.PARKED
                    && !offline.containsKey(row.server())))
        .filter(row -> attempt(row.server()) == 1)
        .filter(row ->
            switch (wanted.which()) {
              case UNPLANNED -> row.planHash() == null;
              case PLANNED -> row.planHash() != null && row.changes() > 0;
              case QUEUED -> true;
            })
        .limit(wanted.most())
        .map(row ->
            new FleetTarget(
                row.server(), queues.get(row.server()), row.planHash(), attempt(row.server())))
        .toList();
  }

  private List<ServerResult> rows(String operation) {
    return targets.stream()
        .sorted()
        .map(server ->
            of(operation)
                .getOrDefault(
                    server, new ServerResult(server, ServerState.QUEUED, 0, 0, null, null)))
        .toList();
  }

  private int attempt(String server) {
    return attempts.getOrDefault(server, 1);
  }

  @Override
  public ServerState leaveOutServer(LeaveOut server) {
    ServerState is = state(server.operation(), server.server());
    if (is == ServerState.QUEUED || is == ServerState.PARKED) {
      recordServers(
          server.operation(),
          List.of(
              new ServerResult(server.server(), ServerState.SKIPPED, 0, 0, null, server.why())
                  .by(attempt(server.server()))));
      return ServerState.SKIPPED;
    }
    return is;
  }

  @Override
  public ServerState leaveOutFailedServer(LeaveOut server) {
    ServerState is = state(server.operation(), server.server());
    if (is.mayBeSkipped()) {
      put(
          server.operation(),
          new ServerResult(server.server(), ServerState.SKIPPED, 0, 0, null, server.why()));
    }
    return state(server.operation(), server.server());
  }

  @Override
  public QueuedAgain queueServersAgain(QueueAgain wanted) {
    String operation = wanted.operation();
    List<String> meant =
        wanted.servers().isEmpty()
            ? rows(operation).stream()
                .filter(row ->
                    row.state().mayBeRetried() || wanted.request().equals(asked.get(row.server())))
                .map(ServerResult::server)
                .toList()
            : wanted.servers();
    List<String> refused =
        meant.stream()
            .filter(server ->
                !state(operation, server).mayBeRetried()
                    && !wanted.request().equals(asked.get(server)))
            .map(server -> server + " is " + state(operation, server).word())
            .toList();
    if (!refused.isEmpty() || meant.isEmpty()) {
      return new QueuedAgain(List.of(), meant.isEmpty() ? List.of("none has failed") : refused);
    }
    for (String server : meant) {
      if (!wanted.request().equals(asked.put(server, wanted.request()))) {
        ServerResult last = Objects.requireNonNull(of(operation).get(server));
        attempts.put(server, attempt(server) + 1);
        put(operation, new ServerResult(server, ServerState.QUEUED, 0, 0, last.planHash(), null));
        if (wanted.input() != null) {
          inputs.put(server, wanted.input());
        }
      }
    }
    if (redelivered.getAndSet(false)) {
      throw ApplicationFailure.newFailure("the worker died", "TEST");
    }
    return new QueuedAgain(
        meant.stream()
            .filter(server -> state(operation, server) == ServerState.QUEUED)
            .map(server ->
                new FleetTarget(
                    server,
                    queues.get(server),
                    inputs.containsKey(server) ? null : approved.get(server),
                    attempt(server),
                    inputs.containsKey(server) ? true : null))
            .toList(),
        List.of());
  }

  @Override
  public @Nullable Map<String, Object> findServerInput(String operation, String server) {
    return inputs.get(server);
  }

  @Override
  public void recordWaiting(String operation, @Nullable Long until) {
    waits.add(until == null ? 0 : until);
  }

  @Override
  public WindowTime lookAtWindow(WindowLook look) {
    windows.add(look);
    if (Boolean.TRUE.equals(look.own())) {
      return lookAtOwn(look);
    }
    WindowTime time = time(look);
    for (ServerResult row : rows(look.operation())) {
      boolean parked = row.state() == ServerState.PARKED && !offline.containsKey(row.server());
      boolean waits = time.open() ? parked : isOpen(look, row);
      if (waits && look.parks()) {
        put(look.operation(), in(row, time.open() ? ServerState.QUEUED : ServerState.PARKED));
      }
    }
    return time;
  }

  private WindowTime lookAtOwn(WindowLook look) {
    boolean open = false;
    int closed = 0;
    Long until = null;
    List<String> again = new ArrayList<>();
    for (ServerResult row : rows(look.operation())) {
      boolean parked = row.state() == ServerState.PARKED && !offline.containsKey(row.server());
      if (!parked && !isOpen(look, row)) {
        continue;
      }
      Long opens = opensFor.get(row.server());
      boolean shut = opens != null && look.at() < opens;
      open |= !shut;
      closed += shut ? 1 : 0;
      if (shut && attempt(row.server()) > 1) {
        again.add(row.server());
      }
      if (look.parks() && shut != parked) {
        put(look.operation(), in(row, shut ? ServerState.PARKED : ServerState.QUEUED));
      }
      if (shut && opens != null && (until == null || opens < until)) {
        until = opens;
      }
    }
    return new WindowTime(open || closed == 0, until, closed, again);
  }

  @Override
  public int parkOfflineServers(ParkOffline wanted) {
    Map<String, Integer> meant =
        wanted.servers().stream()
            .collect(Collectors.toMap(FleetTarget::server, FleetTarget::attempt));
    for (ServerResult row : rows(wanted.operation())) {
      if (row.state() == ServerState.UNREACHABLE
          && (meant.isEmpty() || Objects.equals(meant.get(row.server()), attempt(row.server())))) {
        put(wanted.operation(), in(row, ServerState.PARKED));
        offline.put(row.server(), wanted.until());
      }
    }
    return offline.size();
  }

  @Override
  public Offline listOfflineServers(OfflineLook look) {
    for (ServerResult row : rows(look.operation())) {
      if (row.state() != ServerState.PARKED) {
        offline.remove(row.server());
      } else if (offline.getOrDefault(row.server(), Long.MAX_VALUE) <= look.at()) {
        put(look.operation(), in(row, ServerState.UNREACHABLE));
        offline.remove(row.server());
        asked.put(row.server(), look.request());
      }
    }
    return new Offline(
        offline.keySet().stream()
            .sorted()
            .map(server ->
                new FleetTarget(server, queues.get(server), approved.get(server), attempt(server)))
            .toList(),
        offline.size(),
        (int) asked.values().stream().filter(look.request()::equals).count());
  }

  @Override
  public List<FleetTarget> queueServersBack(QueueBack wanted) {
    for (String server : wanted.servers()) {
      if (offline.remove(server) != null) {
        asked.put(server, wanted.request());
        attempts.put(server, attempt(server) + 1);
        put(
            wanted.operation(),
            in(Objects.requireNonNull(of(wanted.operation()).get(server)), ServerState.QUEUED));
      }
    }
    return wanted.servers().stream()
        .filter(server -> wanted.request().equals(asked.get(server)))
        .map(server ->
            new FleetTarget(server, queues.get(server), approved.get(server), attempt(server)))
        .toList();
  }

  private static ServerResult in(ServerResult row, ServerState state) {
    return new ServerResult(
        row.server(), state, row.changes(), row.unchanged(), row.planHash(), null);
  }

  private static boolean isOpen(WindowLook look, ServerResult row) {
    return row.state() == ServerState.QUEUED && !look.underWay().contains(row.server());
  }

  /** Open for a time, and again a week later. */
  private WindowTime time(WindowLook look) {
    if (look.window() == null) {
      return new WindowTime(true, null);
    }
    long opens = Objects.requireNonNull(this.opens.get(look.window()));
    long closes = opens + openFor.get();
    return look.at() < opens
        ? new WindowTime(false, opens)
        : look.at() < closes
            ? new WindowTime(true, closes)
            : new WindowTime(false, opens + Duration.ofDays(7).toMillis());
  }

  @Override
  public List<String> findGateQueues(WaveServers wave) {
    return servers.values().stream()
        .filter(server -> server.state() == ServerState.SUCCEEDED)
        .map(ServerResult::server)
        .filter(name -> name.compareTo(wave.after()) > 0 && name.compareTo(wave.through()) <= 0)
        .map(name -> queues.getOrDefault(name, TaskQueues.SSH))
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public void recordGates(String operation, GateLook look) {
    gates.add(look);
  }

  @Override
  public Begun beginServers(String operation, int most) {
    recordOperation(new OperationUpdate(operation, OperationState.RUNNING, null, null));
    return new Begun(
        countServers(operation), nextServers(new NextServers(operation, Which.QUEUED, "", most)));
  }

  @Override
  public Tally finishServers(String operation, Ending ending, @Nullable String planHash) {
    endServers(operation, ending);
    Tally tally = countServers(operation);
    if (tally.failed() == 0) {
      recordOperation(new OperationUpdate(operation, OperationState.SUCCEEDED, planHash, null));
    }
    return tally;
  }

  @Override
  public Tally endAndCountServers(String operation, Ending ending) {
    endServers(operation, ending);
    return countServers(operation);
  }

  @Override
  public void endServers(String operation, Ending ending) {
    for (ServerResult row : rows(operation)) {
      boolean queued = row.state() == ServerState.QUEUED;
      boolean planned = queued && row.planHash() != null;
      ServerState done = row.changes() == 0 ? ServerState.UNCHANGED : ServerState.SUCCEEDED;
      switch (ending) {
        case UNCHANGED -> {
          if (planned && row.changes() > 0) {
            approved.put(row.server(), Objects.requireNonNull(row.planHash()));
          }
          end(operation, planned && row.changes() == 0, row, ServerState.UNCHANGED);
        }
        case PLANNED -> end(operation, planned, row, done);
        case QUEUED -> end(operation, queued, row, ServerState.SUCCEEDED);
        case SKIPPED -> end(operation, !row.state().ended(), row, ServerState.SKIPPED);
        case CANCELLED -> end(operation, !row.state().ended(), row, ServerState.CANCELLED);
      }
    }
  }

  private void end(String operation, boolean meant, ServerResult row, ServerState state) {
    if (meant) {
      int changes = state == ServerState.SUCCEEDED ? row.changes() : 0;
      put(
          operation,
          new ServerResult(
              row.server(), state, changes, row.unchanged(), row.planHash(), row.error()));
    }
  }

  @Override
  public Failures listFailures(String operation, int most) {
    List<Failure> all =
        rows(operation).stream()
            .filter(row -> row.state().bad())
            .map(row -> new Failure(row.server(), row.error()))
            .toList();
    return new Failures(all.stream().limit(most).toList(), all.size());
  }

  @Override
  public Seen lookAfterServers(String operation, List<FleetTarget> targets) {
    looks.incrementAndGet();
    List<ServerEnded> ended = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (FleetTarget target : targets) {
      String server = target.server();
      try {
        var workflow = client.newUntypedWorkflowStub(operation + "/" + server).describe();
        WorkflowExecutionStatus status = workflow.getStatus();
        Object attempt = workflow.getMemo(FleetTarget.ATTEMPT, Integer.class);
        if (target.attempt() > (attempt instanceof Integer told ? told : 1)) {
          unknown.add(server);
        } else if (status != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
          if (!state(operation, server).ended()) {
            recordServers(
                operation,
                List.of(
                    new ServerResult(
                        server,
                        ServerState.FAILED,
                        0,
                        0,
                        null,
                        "was ended: " + status,
                        null,
                        target.attempt())));
          }
          ended.add(
              ServerEnded.of(Objects.requireNonNull(of(operation).get(server)), target.attempt()));
        }
      } catch (WorkflowNotFoundException e) {
        unknown.add(server);
      }
    }
    return new Seen(ended, unknown);
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
  public void releaseLease(String machine, String requestId) {
    try {
      client.newWorkflowStub(ServerLease.class, ServerLease.workflowId(machine)).release(requestId);
    } catch (WorkflowNotFoundException e) {
      // gone already
    }
  }

  @Override
  public void endLease(String machine, String requestId, Step lease) {
    endedLeases.add(lease.server());
    releaseLease(machine, requestId);
  }

  @Override
  public void tellServerEnded(String operation, ServerEnded ended) {
    boolean _ = tell(operation, ended);
  }

  /**
   * Tells an operation how a server has ended; false where it has ended itself. The test's server
   * looks up the run first and then waits for its turn there: a run that has just continued by then
   * is "completed" to it. Temporal itself looks again.
   */
  boolean tell(String operation, ServerEnded ended) {
    ServerListener listener = client.newWorkflowStub(ServerListener.class, operation);
    while (true) {
      try {
        listener.ended(ended);
        return true;
      } catch (WorkflowNotFoundException e) {
        WorkflowExecutionStatus now =
            client.newUntypedWorkflowStub(operation).describe().getStatus();
        if (now != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
            && now != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW) {
          return false;
        }
      }
    }
  }

  @Override
  public boolean holderEnded(Request holder) {
    return endedHolders.contains(holder.holder());
  }

  String serverPlan(String server) {
    return String.valueOf(Objects.requireNonNull(servers.get(server)).planHash());
  }

  private ServerState state(String operation, String server) {
    ServerResult result = of(operation).get(server);
    return result == null ? ServerState.QUEUED : result.state();
  }

  ServerState serverState(String server) {
    ServerResult result = servers.get(server);
    return result == null ? ServerState.QUEUED : result.state();
  }
}
