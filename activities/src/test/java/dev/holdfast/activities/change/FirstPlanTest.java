package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.step.Failures;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FirstPlanTest {
  @AfterEach
  void isInterruptedNoMore() {
    var _ = Thread.interrupted();
  }

  @Test
  void shouldLookAgainWhereTheServerDidNotAnswer() {
    AtomicInteger looks = new AtomicInteger();

    ServerResult result =
        new FirstPlan(
                "web-1",
                () -> {
                  throw looks.incrementAndGet() == 1
                      ? Failures.of(FailureType.UNREACHABLE, "no answer")
                      : Failures.of(FailureType.NO_SUDO, "asks for a password");
                })
            .make()
            .result();

    assertThat(looks).hasValue(2);
    assertThat(result.state()).isEqualTo(ServerState.FAILED);
    assertThat(result.error()).isEqualTo("asks for a password");
  }

  @Test
  void shouldTellNothingOfAServerWhereItsWorkerGoesDownWhileItLooks() {
    assertThatThrownBy(() -> make(interrupted(FailureType.UNREACHABLE)))
        .hasMessageContaining("was given up");
  }

  @Test
  void shouldTellNothingOfAServerWhereItsWorkerGoesDownBetweenTwoLooks() throws Exception {
    Thread waiting = Thread.currentThread();
    Thread stops =
        Thread.ofVirtual()
            .unstarted(() -> {
              while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              waiting.interrupt();
            });
    assertThatThrownBy(() ->
            make(() -> {
              if (stops.getState() == Thread.State.NEW) {
                stops.start();
              }
              throw Failures.of(FailureType.UNREACHABLE, "no answer");
            }))
        .hasMessageContaining("no answer");
  }

  @Test
  void shouldTellNothingOfAServerWhereWhatIsInterruptedFailsInItsOwnWay() {
    assertThatThrownBy(() ->
            make(() -> {
              Thread.currentThread().interrupt();
              throw new IllegalStateException("interrupted");
            }))
        .hasMessage("interrupted");
  }

  private static void make(Supplier<PlanSummary> look) {
    var _ = new FirstPlan("web-1", look).make();
  }

  private static Supplier<PlanSummary> interrupted(FailureType type) {
    return () -> {
      Thread.currentThread().interrupt();
      throw Failures.of(type, "was given up: the caller was interrupted");
    };
  }
}
