package dev.holdfast.activities.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.step.Step;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class ReachabilityTest {
  private static final Step STEP = new Step("op-1", "web-1", "run", 1, 7, "uptime");

  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private boolean begun;
  private final Reachability reachability =
      new Reachability(_ -> begun, ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

  @Test
  void shouldGiveUpAServerThatWasNeverReached() {
    assertThat(isFinal(neverReached())).isFalse();
    pass(Duration.ofSeconds(119));
    assertThat(isFinal(neverReached())).isFalse();
    pass(Duration.ofSeconds(1));

    ApplicationFailure last = reachability(neverReached());

    assertThat(last.isNonRetryable()).isTrue();
    assertThat(last.getType()).isEqualTo(FailureType.UNREACHABLE.name());
    assertThat(last.getOriginalMessage())
        .isEqualTo("unreachable for 2 min, given up: web-1 does not answer");
  }

  @Test
  void shouldGoOnWaitingWhereSomethingMayRunOnTheServer() {
    begun = true;
    reachability(neverReached());
    pass(Duration.ofMinutes(30));

    assertThat(isFinal(neverReached())).isFalse();
  }

  @Test
  void shouldBeginAnewOnceTheServerWasReached() {
    reachability(neverReached());
    pass(Duration.ofMinutes(3));
    reachability(broken());

    assertThat(isFinal(neverReached())).isFalse();
    pass(Duration.ofMinutes(3));
    reachability.reached(STEP);
    assertThat(isFinal(neverReached())).isFalse();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private boolean isFinal(RuntimeException failure) {
    return reachability(failure).isNonRetryable();
  }

  private ApplicationFailure reachability(RuntimeException failure) {
    return (ApplicationFailure) reachability.failed(STEP, failure);
  }

  /** As when no connection could be made. */
  private static RuntimeException neverReached() {
    return failure(
        new SshException(FailureType.UNREACHABLE, "web-1 does not answer", null).beforeStart());
  }

  private static RuntimeException broken() {
    return failure(new SshException(FailureType.UNREACHABLE, "the connection broke", null));
  }

  private static RuntimeException failure(SshException cause) {
    try {
      return Failures.translated(() -> {
        throw cause;
      });
    } catch (ApplicationFailure translated) {
      return translated;
    }
  }
}
