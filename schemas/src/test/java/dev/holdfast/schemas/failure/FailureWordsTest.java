package dev.holdfast.schemas.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.failure.v1.TimeoutFailureInfo;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.DefaultFailureConverter;
import io.temporal.failure.NexusOperationFailure;
import io.temporal.failure.ServerFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureWordsTest {
  /** Words, types and ids of Temporal's that nobody is to read. */
  private static final String RAW =
      "(?s).*(TIMEOUT_|[a-z]Id=|[a-z]Id\\b|io\\.temporal|Failure|Exception|EventId|RetryState|null).*";

  @ParameterizedTest
  @EnumSource(TimeoutType.class)
  void shouldSayWhatEveryTimeoutMeans(TimeoutType type) {
    TimeoutFailure timeout = new TimeoutFailure("activity " + type, null, type);

    assertThat(FailureWords.of(activity(timeout))).doesNotMatch(RAW).isNotBlank();
    assertThat(FailureWords.of(child(activity(timeout))))
        .isEqualTo(FailureWords.of(timeout))
        .doesNotMatch(RAW);
  }

  @Test
  void shouldCallALostWorkerLost() {
    TimeoutFailure lost = new TimeoutFailure("", null, TimeoutType.TIMEOUT_TYPE_HEARTBEAT);

    assertThat(FailureWords.of(activity(lost)))
        .isEqualTo("the worker that ran it was lost, or no longer answered");
    // Why the last attempt ended says more than that there may be no further one.
    assertThat(FailureWords.of(activity(read("SCHEDULE_TO_CLOSE", "HEARTBEAT"))))
        .isEqualTo(FailureWords.of(lost));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldShowNothingOfTemporalWhateverFails(Throwable failure) {
    assertThat(FailureWords.of(failure)).doesNotMatch(RAW).isNotBlank();
    assertThat(FailureWords.of(activity(failure))).isEqualTo(FailureWords.of(failure));
    assertThat(FailureWords.of(new IllegalStateException("around it", failure)))
        .isEqualTo(FailureWords.of(failure));
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        activity(null),
        child(null),
        new CanceledFailure("RunId=5"),
        new TerminatedFailure("WorkflowId=op-1", null),
        new ServerFailure("StartToClose timeout exceeds ScheduleId=4", true),
        new TimeoutFailure("RunId=5", null, TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE),
        new NexusOperationFailure("x", 3, "endpoint", "service", "operation", "token", null),
        ApplicationFailure.newFailure("WorkflowId=op-1/web-1, RunId=5", "X"),
        ApplicationFailure.newFailure("", "java.lang.StackOverflowError"),
        ApplicationFailure.newFailure("Encoded failure", "X"),
        ApplicationFailure.newFailure(
            "ActivityId=7", "io.temporal.client.ActivityWorkerShutdownException"),
        new ActivityWorkerShutdownException(),
        new ActivityCanceledException());
  }

  @Test
  void shouldSayWhatAnActivitySaid() {
    var failure = ApplicationFailure.newFailure("web-1 does not answer", "UNREACHABLE");

    assertThat(FailureWords.of(child(activity(failure)))).isEqualTo("web-1 does not answer");
    assertThat(
            FailureWords.of(
                ApplicationFailure.newFailureWithCause(
                    "no file /srv/x", "BAD_INPUT", new IOException("ENOENT"))))
        .isEqualTo("no file /srv/x");
  }

  @Test
  void shouldSayWhatOthersSayThemselves() {
    assertThat(
            FailureWords.of(
                new UncheckedIOException("the disk is full", new IOException("errno 28"))))
        .isEqualTo("the disk is full");
  }

  /** A timeout with that of the last attempt as its cause, as the SDK reads it from Temporal. */
  private static Throwable read(String type, String last) {
    return new DefaultFailureConverter()
        .failureToException(
            timeout(type).setCause(timeout(last)).build(), DefaultDataConverter.STANDARD_INSTANCE);
  }

  private static Failure.Builder timeout(String type) {
    return Failure.newBuilder()
        .setTimeoutFailureInfo(
            TimeoutFailureInfo.newBuilder()
                .setTimeoutType(TimeoutType.valueOf("TIMEOUT_TYPE_" + type)));
  }

  private static ActivityFailure activity(@Nullable Throwable cause) {
    return new ActivityFailure(
        "Activity with activityType='Plan' failed",
        5,
        7,
        "Plan",
        "id",
        RetryState.RETRY_STATE_TIMEOUT,
        "worker",
        cause);
  }

  private static ChildWorkflowFailure child(@Nullable Throwable cause) {
    return new ChildWorkflowFailure(
        5,
        7,
        "exec-server",
        WorkflowExecution.newBuilder().setWorkflowId("op-1/web-1").build(),
        "holdfast",
        RetryState.RETRY_STATE_TIMEOUT,
        cause);
  }
}
