package dev.holdfast.workflows;

import static dev.holdfast.workflows.ExecFleet.await;
import static dev.holdfast.workflows.ExecFleet.start;
import static dev.holdfast.workflows.ExecFleet.steering;
import static dev.holdfast.workflows.ExecFleet.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.operation.FleetActivities.WindowLook;
import dev.holdfast.schemas.operation.FleetActivities.WindowTime;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.FleetHeld;
import dev.holdfast.schemas.operation.FleetProgress;
import dev.holdfast.schemas.operation.FleetSteering.Skip;
import dev.holdfast.schemas.operation.FleetSteering.WindowChange;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Steering;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hours in which an operation may start servers. */
@Timeout(60)
class FleetOpeningTest {
  private static final String NIGHT = "night";
  private static final String LATER = "later";
  private static final String[] THREE = {"web-1", "web-2", "web-3"};

  @Test
  void shouldParkItsServersUntilTheWindowOpens() {
    try (Platform platform = new Platform(THREE)) {
      opens(platform, NIGHT, Duration.ofHours(3));
      WorkflowStub operation = start(platform, request(false, 2));
      await(() -> parked(platform) == 3);

      assertThat(platform.records.states).endsWith(OperationState.PARKED);
      assertThat(platform.records.countServers(Platform.ID).states())
          .isEqualTo(Map.of(ServerState.PARKED, 3));
      assertThat(platform.commands.ran).isEmpty();

      platform.pass(Duration.ofHours(4));

      assertThat(succeeded(operation)).isEqualTo(3);
      assertThat(platform.records.states)
          .endsWith(OperationState.PARKED, OperationState.RUNNING, OperationState.SUCCEEDED);
    }
  }

  @Test
  void shouldFinishWhatIsUnderWayAndContinueInTheNextWindow() {
    try (Platform platform = new Platform(THREE)) {
      opens(platform, NIGHT, Duration.ZERO);
      platform.records.openFor.set(Duration.ofSeconds(5).toMillis());
      platform.commands.hanging.add("web-1");
      WorkflowStub operation = start(platform, request(false, 1));
      await(() -> platform.commands.ran.size() == 1);

      // Less than the time after which a silent activity counts as lost.
      platform.pass(Duration.ofSeconds(6));
      platform.commands.hanging.clear();
      await(() -> parked(platform) == 2);

      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.SUCCEEDED);
      assertThat(platform.commands.ran).containsExactly("web-1");
      platform.records.opens.computeIfPresent(NIGHT, (_, at) -> at + week());
      platform.pass(Duration.ofDays(7));
      assertThat(succeeded(operation)).isEqualTo(3);
    }
  }

  @Test
  void shouldStartAtOnceWhenSomebodyOpensTheWindow() {
    try (Platform platform = new Platform(THREE)) {
      opens(platform, NIGHT, Duration.ofHours(3));
      WorkflowStub operation = start(platform, request(true, 1));
      await(() -> parked(platform) == 3);

      steering(platform).window(new WindowChange(null, "ann"));

      assertThat(succeeded(operation)).isEqualTo(3);
      assertThat(platform.records.states).contains(OperationState.RUNNING);
    }
  }

  @Test
  void shouldWaitForOtherHoursWhenSomebodyChangesThem() {
    try (Platform platform = new Platform(THREE)) {
      opens(platform, NIGHT, Duration.ofHours(3));
      opens(platform, LATER, Duration.ofDays(2));
      WorkflowStub operation = start(platform, request(false, 1));
      await(() -> parked(platform) == 3);

      steering(platform).window(new WindowChange(LATER, "ann"));
      platform.pass(Duration.ofHours(5));
      assertThat(platform.commands.ran).isEmpty();
      assertThat(parked(platform)).isEqualTo(3);

      platform.pass(Duration.ofDays(2));
      assertThat(succeeded(operation)).isEqualTo(3);
    }
  }

  @Test
  void shouldStayPausedWhenTheWindowOpensMeanwhile() {
    try (Platform platform = new Platform(THREE)) {
      opens(platform, NIGHT, Duration.ofHours(3));
      WorkflowStub operation = start(platform, request(false, 1));
      await(() -> parked(platform) == 3);
      Steering steering = platform.steering(Platform.ID);
      steering.pause("ann");
      await(() -> platform.records.states.getLast() == OperationState.PAUSED);

      platform.pass(Duration.ofHours(3).plusMinutes(10));
      assertThat(platform.commands.ran).isEmpty();
      steering.resume("ann");

      assertThat(succeeded(operation)).isEqualTo(3);
    }
  }

  @Test
  void shouldLeaveOutAParkedServerAndCancelTheOthers() {
    try (Platform platform = new Platform(THREE)) {
      opens(platform, NIGHT, Duration.ofHours(3));
      WorkflowStub operation = start(platform, request(false, 1));
      await(() -> parked(platform) == 3);

      steering(platform).skip(new Skip("web-2", "ann", null));
      assertThat(platform.records.serverState("web-2")).isEqualTo(ServerState.SKIPPED);
      operation.cancel();

      assertThatThrownBy(() -> operation.getResult(OperationResult.class))
          .isInstanceOf(WorkflowFailedException.class)
          .hasCauseInstanceOf(CanceledFailure.class);
      assertThat(platform.records.countServers(Platform.ID).states())
          .isEqualTo(Map.of(ServerState.SKIPPED, 1, ServerState.CANCELLED, 2));
      assertThat(platform.commands.ran).isEmpty();
    }
  }

  @Test
  void shouldKeepItsWindowOverRunsWhenWorkersForgetEverything() {
    try (Platform platform = new Platform(false, THREE)) {
      opens(platform, NIGHT, Duration.ofHours(3));
      OperationRequest<ExecInput> request = request(false, 1);
      WorkflowStub operation =
          start(platform, request.at(FleetProgress.none(1, 30, new FleetConditions(NIGHT, null))));
      await(() -> parked(platform) == 3);

      // Nobody waits for the clock once it is open: that of the tests can stand still where a run
      // hands over to the next one.
      platform.pass(Duration.ofHours(2));
      assertThat(platform.commands.ran).isEmpty();

      assertThat(succeeded(operation)).isEqualTo(3);
      assertThat(platform.runs()).isGreaterThan(1);
      assertThat(platform.commands.ran).containsExactly(THREE);
    }
  }

  private static long week() {
    return Duration.ofDays(7).toMillis();
  }

  @Test
  void shouldStartWhatAnEarlierRunHasParked() {
    try (Platform platform = new Platform(THREE)) {
      opens(platform, NIGHT, Duration.ofHours(3));
      long at = platform.now();
      WindowTime closed =
          platform.records.lookAtWindow(new WindowLook(Platform.ID, NIGHT, at, true, List.of()));
      FleetProgress first = FleetProgress.none(1, FleetProgress.MOST_EVENTS);
      FleetProgress parked =
          new FleetProgress(
              FleetProgress.Stage.WORKING,
              "",
              0,
              List.of(3),
              0,
              first.pace(),
              false,
              0,
              List.of(),
              List.of(),
              null,
              List.of(),
              FleetProgress.MOST_EVENTS,
              null,
              new FleetHeld(NIGHT, false, closed.until(), true, 0, 0, List.of(), List.of()));
      WorkflowStub operation = start(platform, request(false, 1).at(parked));

      platform.pass(Duration.ofHours(2));
      assertThat(platform.commands.ran).isEmpty();
      platform.pass(Duration.ofHours(2));

      assertThat(succeeded(operation)).isEqualTo(3);
      assertThat(platform.commands.ran).containsExactly(THREE);
    }
  }

  /** The first look says when it is, by the clock of the workflows. */
  private static void opens(Platform platform, String window, Duration in) {
    platform.records.opens.put(window, platform.now() + in.toMillis());
  }

  private static long parked(Platform platform) {
    return platform.records.states.contains(OperationState.PARKED)
        ? platform.records.countServers(Platform.ID).states().getOrDefault(ServerState.PARKED, 0)
        : 0;
  }

  private static OperationRequest<ExecInput> request(boolean readOnly, int concurrency) {
    return new OperationRequest<>(
            Platform.ID,
            "exec",
            "alice",
            ExecFleet.uptime(readOnly),
            false,
            false,
            Priority.NORMAL,
            concurrency,
            0)
        .under(new FleetConditions(NIGHT, null));
  }
}
