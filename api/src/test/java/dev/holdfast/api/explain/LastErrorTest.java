package dev.holdfast.api.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.Test;

final class LastErrorTest {
  @Test
  void shouldSayWhatAnActivitySaid() {
    var failure = ApplicationFailure.newFailure("web-1 does not answer", "UNREACHABLE");

    assertThat(LastError.words(new IllegalStateException("around it", failure)))
        .isEqualTo("web-1 does not answer");
  }

  @Test
  void shouldShowNoIdsOfTemporal() {
    String ids = "WorkflowId=op-1/web-1, RunId=5, ActivityType=Plan, ActivityId=7";

    assertThat(
            LastError.words(
                ApplicationFailure.newFailure(
                    ids, "io.temporal.client.ActivityWorkerShutdownException")))
        .isEqualTo("the worker was stopped meanwhile");
    assertThat(LastError.words(new IllegalStateException(ids)))
        .isEqualTo("the worker was stopped meanwhile");
  }

  @Test
  void shouldNotShowThePlaceholderOfALostText() {
    assertThat(LastError.words(ApplicationFailure.newFailure("Encoded failure", "X")))
        .startsWith("the error was too long to be kept");
  }
}
