package dev.holdfast.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureType;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import org.junit.jupiter.api.Test;

class ChangeFailedTest {

  @Test
  void shouldNameTheMissingWorkerWhenNobodyTookTheStep() {
    assertThat(ChangeFailed.words(late(0), "ssh.eu-west"))
        .isEqualTo(
            "no worker that serves region eu-west took it up in time: start one with"
                + " ./holdfast worker --region eu-west");
    assertThat(ChangeFailed.words(late(0), null))
        .isEqualTo(
            "no worker that serves servers without a region took it up in time: start one with"
                + " ./holdfast worker");
  }

  @Test
  void shouldTellTheLastErrorWhenAWorkerDidTakeTheStep() {
    ApplicationFailure refused = ApplicationFailure.newFailure("it refuses", "UNREACHABLE");

    assertThat(ChangeFailed.words(failed(0, refused), "ssh.eu-west")).isEqualTo("it refuses");
    assertThat(ChangeFailed.words(late(7), "ssh.eu-west"))
        .isEqualTo("was not done within its time limit");
  }

  @Test
  void shouldReadThatNoWorkerTookTheStep() {
    FailureData failure = ChangeFailed.read(late(0), "ssh.eu-west");

    assertThat(failure.code()).isEqualTo(FailureType.NO_WORKER);
    assertThat(failure.component()).isEqualTo(Component.WORKER);
    assertThat(failure.message()).isEqualTo(ChangeFailed.words(late(0), "ssh.eu-west"));
    assertThat(ChangeFailed.read(late(7), null).code()).isEqualTo(FailureType.TIMED_OUT);
  }

  private static ActivityFailure late(long startedEventId) {
    return failed(
        startedEventId,
        new TimeoutFailure("too late", null, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE));
  }

  private static ActivityFailure failed(long startedEventId, Throwable cause) {
    return new ActivityFailure(
        "it failed",
        5,
        startedEventId,
        "Plan",
        "id",
        RetryState.RETRY_STATE_TIMEOUT,
        "worker",
        cause);
  }
}
