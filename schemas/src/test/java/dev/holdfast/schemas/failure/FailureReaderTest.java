package dev.holdfast.schemas.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.DefaultFailureConverter;
import io.temporal.failure.ServerFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureReaderTest {
  private static final DefaultDataConverter CONVERTER = DefaultDataConverter.newDefaultInstance();
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @MethodSource("failures")
  void shouldReadWhatFailedAndWhere(
      Throwable thrown, FailureType code, Component component, boolean retryable) {
    FailureData failure = FailureReader.read(activity(thrown));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.component()).isEqualTo(component);
    assertThat(failure.retryable()).isEqualTo(retryable);
    assertThat(failure.message()).isEqualTo(FailureWords.of(thrown));
    assertThat(FailureReader.read(throughTemporal(activity(thrown)))).isEqualTo(failure);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(typed("UNREACHABLE"), FailureType.UNREACHABLE, Component.SSH, true),
        Arguments.of(
            typed("HOST_KEY_MISMATCH"), FailureType.HOST_KEY_MISMATCH, Component.SSH, false),
        Arguments.of(typed("NO_JOURNAL"), FailureType.NO_JOURNAL, Component.JOURNAL, false),
        Arguments.of(typed("COMMAND_FAILED"), FailureType.COMMAND_FAILED, Component.COMMAND, false),
        Arguments.of(
            typed("java.lang.NullPointerException"),
            FailureType.UNEXPECTED,
            Component.HOLDFAST,
            false),
        Arguments.of(
            typed("org.jdbi.v3.core.ConnectionException"),
            FailureType.UNEXPECTED,
            Component.DATABASE,
            false),
        Arguments.of(
            typed("io.temporal.client.ActivityWorkerShutdownException"),
            FailureType.WORKER_LOST,
            Component.WORKER,
            true),
        Arguments.of(
            late(TimeoutType.TIMEOUT_TYPE_HEARTBEAT),
            FailureType.WORKER_LOST,
            Component.WORKER,
            true),
        Arguments.of(
            late(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START),
            FailureType.NO_WORKER,
            Component.WORKER,
            true),
        Arguments.of(
            late(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE),
            FailureType.TIMED_OUT,
            Component.TEMPORAL,
            true),
        Arguments.of(
            new CanceledFailure("cancelled"), FailureType.CANCELLED, Component.TEMPORAL, false),
        Arguments.of(
            new TerminatedFailure("by hand", null),
            FailureType.TERMINATED,
            Component.TEMPORAL,
            false),
        Arguments.of(
            new ServerFailure("RunId=5", true), FailureType.UNEXPECTED, Component.TEMPORAL, false));
  }

  @Test
  void shouldReadWhatWhoeverThrewItKnew() {
    FailureOrigin unit = FailureOrigin.ofUnit("nginx.service", "failed");
    var thrown = TypedFailure.of(FailureType.COMMAND_FAILED, "it does not start", unit, null);
    FailureData expected =
        new FailureData(
            FailureType.COMMAND_FAILED,
            "it does not start",
            Component.SYSTEMD,
            "nginx.service",
            "failed",
            "apply/unit",
            null,
            false,
            List.of());

    assertThat(FailureReader.read(activity(thrown)).in("apply/unit")).isEqualTo(expected);
    assertThat(FailureReader.read(throughTemporal(activity(thrown))).in("apply/unit"))
        .isEqualTo(expected);
    assertThat(expected.in("another")).isEqualTo(expected);
    assertThat(thrown.isNonRetryable()).isTrue();
  }

  @Test
  void shouldNotMistakeOtherDetailsForAnOrigin() {
    var result =
        ApplicationFailure.newNonRetryableFailure(
            "failed", "SERVER_FAILED", Map.of("service", "not a unit"));
    var other = ApplicationFailure.newFailure("odd", "X", Map.of("service", "not a unit"));
    var broken = ApplicationFailure.newNonRetryableFailure("odd", "REFUSED", List.of(1));

    var none = ApplicationFailure.newBuilder().setMessage("odd").setType("REFUSED").build();

    for (Throwable thrown : List.of(result, other, broken, none)) {
      assertThat(FailureReader.read(thrown).service()).isNull();
      assertThat(FailureReader.read(throughTemporal(activity(thrown))).service()).isNull();
    }
  }

  @Test
  void shouldTellOnlyCausesThatSayMore() {
    Throwable deep =
        new UncheckedIOException(
            "web-1 refuses: no route", new IOException("no route", new IOException("errno 113")));
    var refused = TypedFailure.of(FailureType.AUTHENTICATION, "the key is refused", null, deep);
    var reverted = TypedFailure.of(FailureType.REVERTED, "was not proven", null, activity(refused));

    FailureData failure = FailureReader.read(reverted);

    assertThat(failure.code()).isEqualTo(FailureType.REVERTED);
    assertThat(failure.causes())
        .containsExactly(
            new FailureData.Cause(FailureType.AUTHENTICATION, "the key is refused"),
            new FailureData.Cause(null, "web-1 refuses: no route"),
            new FailureData.Cause(null, "errno 113"));
    assertThat(
            FailureReader.read(
                    TypedFailure.of(FailureType.UNREACHABLE, "web-1 refuses: no route", null, deep))
                .causes())
        .extracting(FailureData.Cause::message)
        .containsExactly("errno 113");
  }

  @Test
  void shouldStaySmallWhateverIsThrown() throws Exception {
    Throwable cause = new IOException("0" + "x".repeat(50_000));
    for (int i = 1; i < 50; i++) {
      cause = new IOException(i + "x".repeat(50_000), cause);
    }
    String text = "y".repeat(50_000) + "🔒";
    var origin = new FailureOrigin(Component.GATE, text, text, text, text);

    FailureData failure =
        FailureReader.read(TypedFailure.of(FailureType.REFUSED, text, origin, cause));

    assertThat(failure.causes()).hasSize(5);
    assertThat(JSON.writeValueAsString(failure).length()).isLessThan(5_000);
    assertThat(JSON.writeValueAsString(origin).length()).isLessThan(800);
    // No half of a character is left at the end.
    assertThat(FailureData.cut("ab🔒🔒", 4)).isEqualTo("ab…");
  }

  @Test
  void shouldMaskEveryText() throws Exception {
    FailureOrigin origin = new FailureOrigin(Component.POLICY, "hush", "hush", "hush", "hush");
    FailureData failure =
        FailureReader.read(
            TypedFailure.of(FailureType.REFUSED, "it is hush", origin, new IOException("hush")));

    String masked = JSON.writeValueAsString(failure.masked(text -> text.replace("hush", "****")));

    assertThat(JSON.writeValueAsString(failure)).contains("hush");
    assertThat(masked).doesNotContain("hush").contains("it is ****");
  }

  @ParameterizedTest
  @EnumSource(FailureType.class)
  void shouldKeepItsWordsInJson(FailureType code) throws Exception {
    FailureData failure = FailureData.of(code, "so it is", null);

    assertThat(JSON.readValue(JSON.writeValueAsString(failure), FailureData.class))
        .isEqualTo(failure);
    assertThat(code.word()).matches("[a-z]+(-[a-z]+)*");
    assertThat(FailureType.of(code.word())).isEqualTo(code);
  }

  @Test
  void shouldReadWhatANewerVersionHasWritten() throws JsonProcessingException {
    FailureData failure =
        JSON.readValue(
            """
            {"code": "too-warm", "component": "weather", "message": "wait", "retryable": true}
            """,
            FailureData.class);

    assertThat(failure.code()).isEqualTo(FailureType.UNEXPECTED);
    assertThat(failure.component()).isEqualTo(Component.HOLDFAST);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.causes()).isEmpty();
  }

  @Test
  void shouldNameTheWorkerThatWasStopped() {
    assertThat(FailureReader.read(new ActivityWorkerShutdownException()).code())
        .isEqualTo(FailureType.WORKER_LOST);
  }

  private static ApplicationFailure typed(String type) {
    return ApplicationFailure.newFailure("so it was", type);
  }

  private static TimeoutFailure late(TimeoutType type) {
    return new TimeoutFailure("late", null, type);
  }

  private static Throwable throughTemporal(Throwable failure) {
    DefaultFailureConverter failures = new DefaultFailureConverter();
    return failures.failureToException(failures.exceptionToFailure(failure, CONVERTER), CONVERTER);
  }

  private static ActivityFailure activity(Throwable cause) {
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
}
