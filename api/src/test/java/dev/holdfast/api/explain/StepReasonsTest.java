package dev.holdfast.api.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepReasonsTest {
  private static final Instant SCHEDULED = Instant.parse("2026-01-01T10:00:00Z");
  private static final StepReasons NOBODY = new StepReasons(_ -> false, clock());
  private static final StepReasons SERVED = new StepReasons(_ -> true, clock());

  @Test
  void shouldNameTheRegionThatHasNoWorkerAndHowToStartOne() {
    Reason reason = NOBODY.of(step("ssh.eu-west", 1, null, null));

    assertThat(reason.server()).isEqualTo("web-1");
    assertThat(reason.waitingFor())
        .isEqualTo(
            "a worker: no worker serves region eu-west, and there is this to do: Compare web-1");
    assertThat(reason.since()).isEqualTo(SCHEDULED);
    assertThat(reason.remedy())
        .isEqualTo("start one there with ./holdfast worker --region eu-west");
  }

  @Test
  void shouldTellThatNoWorkerServesServersWithoutARegion() {
    Reason reason = NOBODY.of(step("ssh", 1, null, null));

    assertThat(reason.waitingFor()).contains("no worker serves servers without a region");
    assertThat(reason.remedy()).isEqualTo("start one with ./holdfast worker");
  }

  @Test
  void shouldSendNobodyToStartAWorkerForWhatTheApiDoesItself() {
    Reason reason = NOBODY.of(step("platform", 1, null, null));

    assertThat(reason.remedy()).contains("./holdfast status").doesNotContain("./holdfast worker");
  }

  @Test
  void shouldTellWhenAFailedStepIsTriedAgainAndWhy() {
    Instant next = SCHEDULED.plusSeconds(15);

    Reason reason = SERVED.of(step("ssh", 3, null, next));

    assertThat(reason.waitingFor())
        .isEqualTo(
            "a worker to take up \"Compare web-1\" again (time 3; nothing is started twice)");
    assertThat(reason.nextRetryAt()).isEqualTo(next);
    assertThat(reason.lastError()).isEqualTo("it refuses");
    assertThat(reason.remedy()).endsWith("./holdfast server diagnose web-1");
  }

  @Test
  void shouldTellWhatIsBeingDoneWhereAllIsWell() {
    Instant taken = SCHEDULED.plusSeconds(2);

    Reason reason = NOBODY.of(step("ssh", 1, taken, null));

    assertThat(reason.waitingFor()).isEqualTo("\"Compare web-1\" to end, on worker 7@here");
    assertThat(reason.since()).isEqualTo(taken);
    assertThat(reason.remedy()).isNull();
  }

  @Test
  void shouldCountFromTheBeginningOfAStepThatIsTakenUpAgain() {
    Reason reason = SERVED.of(step("ssh", 43, SCHEDULED.plusSeconds(600), null));

    assertThat(reason.waitingFor())
        .isEqualTo(
            "\"Compare web-1\" to end, on worker 7@here, taken up 43 times; nothing is started twice");
    assertThat(reason.since()).isEqualTo(SCHEDULED);
  }

  @Test
  void shouldNotNameANextTryThatIsDueAlready() {
    Reason reason = SERVED.of(step("ssh", 3, null, SCHEDULED.minusSeconds(1)));

    assertThat(reason.waitingFor()).startsWith("a free worker for");
    assertThat(reason.nextRetryAt()).isNull();
  }

  @Test
  void shouldTellThatNobodyRunsTheWorkflowsThemselves() {
    assertThat(SERVED.ofWorkflows()).isNull();
    assertThat(NOBODY.ofWorkflows())
        .extracting(Reason::waitingFor)
        .asString()
        .contains("workflows");
  }

  private static Clock clock() {
    return Clock.fixed(SCHEDULED, ZoneOffset.UTC);
  }

  private static PendingStep step(
      String queue, int attempt, @Nullable Instant taken, @Nullable Instant next) {
    return new PendingStep(
        "web-1",
        "Compare web-1",
        queue,
        attempt,
        SCHEDULED,
        taken,
        "7@here",
        next,
        attempt == 1 ? null : FailureData.of(FailureType.REFUSED, "it refuses", null));
  }
}
