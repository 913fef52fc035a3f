package dev.holdfast.workflows;

import static dev.holdfast.workflows.ExecFleet.await;
import static dev.holdfast.workflows.ExecFleet.start;
import static dev.holdfast.workflows.ExecFleet.steering;
import static dev.holdfast.workflows.ExecFleet.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.FleetProgress;
import dev.holdfast.schemas.operation.FleetSteering.Retry;
import dev.holdfast.schemas.operation.FleetSteering.Skip;
import dev.holdfast.schemas.operation.FleetSteering.WindowChange;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Share;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers of one operation that have different hours. */
@Timeout(60)
class FleetOwnWindowsTest {
  private static final FleetConditions OWN = FleetConditions.NONE.withLabels(true);
  private static final String[] FOUR = {"web-1", "web-2", "web-3", "web-4"};

  @Test
  void shouldStartEachServerInItsOwnHours() {
    try (Platform platform = new Platform(FOUR)) {
      opens(platform, "web-1", Duration.ofHours(5));
      opens(platform, "web-3", Duration.ofHours(2));
      WorkflowStub operation = start(platform, request(0));
      await(() -> isParked(platform));

      assertThat(platform.commands.ran).containsExactlyInAnyOrder("web-2", "web-4");
      assertThat(platform.records.serverState("web-2")).isEqualTo(ServerState.SUCCEEDED);
      platform.pass(Duration.ofHours(3));
      await(() -> platform.commands.ran.contains("web-3"));
      assertThat(platform.commands.ran).doesNotContain("web-1");
      platform.pass(Duration.ofHours(3));

      assertThat(succeeded(operation)).isEqualTo(4);
      assertThat(platform.commands.ran).hasSize(4).endsWith("web-1");
    }
  }

  @Test
  void shouldKeepThemOverRunsWhenWorkersForgetEverything() {
    try (Platform platform = new Platform(false, FOUR)) {
      opens(platform, "web-1", Duration.ofHours(2));
      WorkflowStub operation = start(platform, request(0).at(FleetProgress.none(1, 30, OWN)));
      await(() -> isParked(platform));
      platform.pass(Duration.ofHours(1));
      assertThat(platform.commands.ran).doesNotContain("web-1");

      assertThat(succeeded(operation)).isEqualTo(4);
      assertThat(platform.commands.ran).hasSize(4).endsWith("web-1");
    }
  }

  @Test
  void shouldNotBeginTheNextWaveWhileOneOfThisIsClosed() {
    try (Platform platform = new Platform(FOUR)) {
      opens(platform, "web-1", Duration.ofHours(2));
      opens(platform, "web-2", Duration.ofHours(2));
      opens(platform, "web-3", Duration.ofHours(2));
      OperationRequest<ExecInput> waves =
          new OperationRequest<>(
              Platform.ID,
              "exec",
              "alice",
              ExecFleet.uptime(false),
              false,
              false,
              Priority.NORMAL,
              4,
              0,
              List.of(Share.of("2"), Share.of("100%")));
      WorkflowStub operation = start(platform, waves.under(OWN));
      await(() -> isParked(platform));
      assertThat(platform.commands.ran).containsExactly("web-4");

      assertThat(succeeded(operation)).isEqualTo(4);
    }
  }

  @Test
  void shouldTryOnceMoreOnlyWithinItsHours() {
    try (Platform platform = new Platform(FOUR)) {
      platform.commands.outcomes.put("web-2", ExecOutcome.ended(3, false, 300, 0, 0));
      opens(platform, "web-1", Duration.ofHours(2));
      WorkflowStub operation = start(platform, request(2));
      await(() -> isParked(platform));
      platform.commands.outcomes.clear();
      opens(platform, "web-2", Duration.ofHours(4));

      steering(platform).retry(new Retry(List.of("web-2"), "ann"));
      platform.pass(Duration.ofHours(3));
      await(() -> platform.commands.ran.contains("web-1"));
      assertThat(platform.commands.ran).containsOnlyOnce("web-2");

      assertThat(succeeded(operation)).isEqualTo(4);
      assertThat(platform.commands.ran).endsWith("web-2");
    }
  }

  @Test
  void shouldStartAllAtOnceWhenSomebodyOpensIt() {
    try (Platform platform = new Platform(FOUR)) {
      opens(platform, "web-1", Duration.ofHours(2));
      WorkflowStub operation = start(platform, request(0));
      await(() -> isParked(platform));

      steering(platform).window(new WindowChange(null, "ann"));

      assertThat(succeeded(operation)).isEqualTo(4);
    }
  }

  @Test
  void shouldWaitForOtherHoursWhenSomebodyGivesItSome() {
    try (Platform platform = new Platform(FOUR)) {
      opens(platform, "web-1", Duration.ofHours(2));
      platform.records.opens.put("later", platform.now() + Duration.ofDays(2).toMillis());
      WorkflowStub operation = start(platform, request(0));
      await(() -> isParked(platform));

      steering(platform).window(new WindowChange("later", "ann"));
      platform.pass(Duration.ofHours(5));
      assertThat(platform.commands.ran).doesNotContain("web-1");

      assertThat(succeeded(operation)).isEqualTo(4);
    }
  }

  @Test
  void shouldWaitForNothingWhenTheLastOneIsLeftOut() {
    try (Platform platform = new Platform(FOUR)) {
      opens(platform, "web-1", Duration.ofDays(20));
      WorkflowStub operation = start(platform, request(0));
      await(() -> isParked(platform));

      steering(platform).skip(new Skip("web-1", "ann", null));

      assertThat(succeeded(operation)).isEqualTo(3);
    }
  }

  @Test
  void shouldNotWaitForHoursWhereTooManyHaveFailed() {
    try (Platform platform = new Platform(FOUR)) {
      platform.commands.outcomes.put("web-2", ExecOutcome.ended(3, false, 300, 0, 0));
      opens(platform, "web-1", Duration.ofDays(20));
      WorkflowStub operation = start(platform, request(0));

      assertThatThrownBy(() -> operation.getResult(OperationResult.class))
          .rootCause()
          .hasMessageContaining("web-2");
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.SKIPPED);
    }
  }

  private static void opens(Platform platform, String server, Duration in) {
    platform.records.opensFor.put(server, platform.now() + in.toMillis());
  }

  private static boolean isParked(Platform platform) {
    List<OperationState> states = List.copyOf(platform.records.states);
    return !states.isEmpty() && states.getLast() == OperationState.PARKED;
  }

  private static OperationRequest<ExecInput> request(int maxFailures) {
    return new OperationRequest<>(
            Platform.ID,
            "exec",
            "alice",
            ExecFleet.uptime(false),
            false,
            false,
            Priority.NORMAL,
            1,
            maxFailures)
        .under(OWN);
  }
}
