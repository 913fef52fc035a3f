package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetActivities;
import dev.holdfast.schemas.operation.FleetActivities.Begun;
import dev.holdfast.schemas.operation.FleetActivities.Ending;
import dev.holdfast.schemas.operation.FleetActivities.Failures;
import dev.holdfast.schemas.operation.FleetActivities.GateLook;
import dev.holdfast.schemas.operation.FleetActivities.LeaveOut;
import dev.holdfast.schemas.operation.FleetActivities.NextServers;
import dev.holdfast.schemas.operation.FleetActivities.Offline;
import dev.holdfast.schemas.operation.FleetActivities.OfflineLook;
import dev.holdfast.schemas.operation.FleetActivities.ParkOffline;
import dev.holdfast.schemas.operation.FleetActivities.QueueAgain;
import dev.holdfast.schemas.operation.FleetActivities.QueueBack;
import dev.holdfast.schemas.operation.FleetActivities.QueuedAgain;
import dev.holdfast.schemas.operation.FleetActivities.Seen;
import dev.holdfast.schemas.operation.FleetActivities.Tally;
import dev.holdfast.schemas.operation.FleetActivities.WaveServers;
import dev.holdfast.schemas.operation.FleetActivities.Which;
import dev.holdfast.schemas.operation.FleetActivities.WindowLook;
import dev.holdfast.schemas.operation.FleetActivities.WindowTime;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The servers of an operation, as the platform's database has them.
 *
 * @param priority of the operation: what is critical goes through queues of its own
 */
record FleetServers(String operation, Priority priority) {
  /** More failures than these are counted, not listed. */
  private static final int LISTED = 10;

  private static final Duration LOOK = Duration.ofMinutes(2);

  Tally count() {
    return activities("Count the servers").countServers(operation);
  }

  /**
   * @param open whether those are left out that are parked for hours of their own
   */
  List<FleetTarget> next(Which which, String after, int most, boolean open) {
    return routed(
        activities("Read the next servers")
            .nextServers(new NextServers(operation, which, after, most, open ? true : null)));
  }

  private List<FleetTarget> routed(List<FleetTarget> targets) {
    return targets.stream().map(target -> target.on(queue(target.queue()))).toList();
  }

  private @Nullable String queue(@Nullable String queue) {
    return priority == Priority.CRITICAL ? TaskQueues.critical(StepLimits.queue(queue)) : queue;
  }

  ServerState leaveOut(String server, String why) {
    return activities("Leave out " + server).leaveOutServer(new LeaveOut(operation, server, why));
  }

  /** Not by a local activity: that it was asked for is kept before it is done. */
  ServerState leaveOutFailed(String server, String why) {
    return apart("Leave out " + server).leaveOutFailedServer(new LeaveOut(operation, server, why));
  }

  /** Not by a local activity: that it was asked for is kept before it is done. */
  QueuedAgain queueAgain(
      String request, List<String> names, @Nullable Map<String, Object> input, String by) {
    String which =
        names.isEmpty()
            ? "all that failed"
            : names.size() == 1 ? names.getFirst() : names.size() + " servers";
    QueuedAgain queued =
        apart("Queue again: " + which)
            .queueServersAgain(new QueueAgain(operation, request, names, input, by));
    return new QueuedAgain(routed(queued.targets()), queued.refused());
  }

  @Nullable Map<String, Object> input(String server) {
    return activities("Read the input of " + server).findServerInput(operation, server);
  }

  void waits(@Nullable Long until) {
    activities(until == null ? "Record: waits no more" : "Record: waits for people")
        .recordWaiting(operation, until);
  }

  /**
   * @param own whether each server has hours of its own
   */
  WindowTime window(@Nullable String window, boolean own, boolean parks, List<String> underWay) {
    return activities("Look at the window")
        .lookAtWindow(
            new WindowLook(
                operation,
                window,
                Workflow.currentTimeMillis(),
                parks,
                underWay,
                own ? true : null));
  }

  int parkOffline(List<FleetTarget> unreached, long until) {
    return apart("Park what cannot be reached")
        .parkOfflineServers(new ParkOffline(operation, unreached, until));
  }

  Offline offline(String request, int most) {
    Offline offline =
        apart("Read which servers are offline")
            .listOfflineServers(
                new OfflineLook(operation, request, Workflow.currentTimeMillis(), most));
    return new Offline(routed(offline.servers()), offline.all(), offline.expired());
  }

  List<FleetTarget> queueBack(String request, List<String> names) {
    return routed(
        apart("Queue again: " + names.size() + " that can be reached")
            .queueServersBack(new QueueBack(operation, request, names)));
  }

  List<String> gateQueues(WaveServers wave) {
    return activities("Read where the servers of the wave are").findGateQueues(wave).stream()
        .map(queue -> Objects.requireNonNull(queue(queue)))
        .toList();
  }

  void gates(GateLook look) {
    activities("Record: gates " + look.state().name().toLowerCase(Locale.ROOT))
        .recordGates(operation, look);
  }

  void end(Ending ending) {
    activities("Record which servers have ended").endServers(operation, ending);
  }

  Begun begin(int most) {
    Begun begun = activities("Record: running").beginServers(operation, most);
    return new Begun(begun.tally(), routed(begun.first()));
  }

  Tally finish(Ending ending, @Nullable String planHash) {
    return activities("Record the end").finishServers(operation, ending, planHash);
  }

  Tally endAndCount(Ending ending) {
    return activities("Record which servers have ended").endAndCountServers(operation, ending);
  }

  /** The first failed servers with their reasons, for people. */
  String failures() {
    Failures failures = activities("Read what failed").listFailures(operation, LISTED);
    String listed =
        failures.first().stream()
            .map(failure -> failure.server() + " (" + failure.error() + ")")
            .collect(Collectors.joining(", "));
    int more = failures.all() - failures.first().size();
    return more <= 0 ? listed : listed + " and " + more + " more";
  }

  /** Asks Temporal, and therefore not by a local activity. */
  Seen lookAfter(List<FleetTarget> servers) {
    return Workflow.newActivityStub(
            FleetActivities.class,
            ActivityOptions.newBuilder(StepLimits.RECORD)
                .setStartToCloseTimeout(LOOK)
                .setSummary("Look after " + servers.size() + " servers under way")
                .build())
        .lookAfterServers(operation, servers);
  }

  private static FleetActivities apart(String summary) {
    return Workflow.newActivityStub(
        FleetActivities.class,
        ActivityOptions.newBuilder(StepLimits.RECORD).setSummary(summary).build());
  }

  private static FleetActivities activities(String summary) {
    return Workflow.newLocalActivityStub(
        FleetActivities.class,
        LocalActivityOptions.newBuilder(StepLimits.OWN_RECORD).setSummary(summary).build());
  }
}
