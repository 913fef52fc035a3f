package dev.holdfast.platform.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureReader;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.failure.TypedFailure;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporal keeps 4 KiB of the failure of an attempt; of a larger one it keeps no text at all. */
final class ShortFailuresTest {
  private static final int KEPT = 4 * 1024;

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  private DataConverter converter;

  @BeforeEach
  void open() {
    converter =
        TemporalConnection.dataConverter(
            new EncryptingCodec(new Keyset(directory.resolve(Keyset.PAYLOADS))));
  }

  private static Throwable deep(int calls, Throwable cause) {
    return calls == 0
        ? new IllegalStateException("the connection was refused " + "é".repeat(300), cause)
        : deep(calls - 1, cause);
  }

  @Test
  void shouldBeSmallEnoughToBeKeptAndSayTheSame() {
    Throwable cause = new IllegalStateException("first");
    for (int i = 0; i < 6; i++) {
      cause = deep(60, cause);
    }
    String message = "web-1 (192.0.2.7:22) does not answer within 10 s";
    Failure failure =
        converter.exceptionToFailure(
            ApplicationFailure.newFailureWithCause(message, "UNREACHABLE", cause));

    assertThat(failure.getMessage()).isEqualTo("Encoded failure");
    assertThat(failure.getSerializedSize()).isLessThan(KEPT);
    assertThat(((ApplicationFailure) converter.failureToException(failure)).getOriginalMessage())
        .isEqualTo(message);
  }

  @Test
  void shouldKeepWhereItAroseWithTheLongestMessage() {
    FailureOrigin origin =
        new FailureOrigin(
            Component.SYSTEMD, "é".repeat(500), "é".repeat(500), "é".repeat(500), "é".repeat(500));
    Throwable cause = deep(60, deep(60, deep(60, deep(60, new IllegalStateException("first")))));
    Failure failure =
        converter.exceptionToFailure(
            TypedFailure.of(FailureType.UNREACHABLE, "€".repeat(5_000), origin, cause));

    assertThat(failure.getSerializedSize()).isLessThan(KEPT);
    assertThat(FailureReader.read(converter.failureToException(failure)).service())
        .isEqualTo(origin.service());
  }

  @Test
  void shouldCutAMessageThatIsTooLongBetweenCharacters() {
    Failure failure =
        converter.exceptionToFailure(ApplicationFailure.newFailure("€".repeat(5_000), "X"));

    assertThat(failure.getSerializedSize()).isLessThan(KEPT);
    assertThat(((ApplicationFailure) converter.failureToException(failure)).getOriginalMessage())
        .matches("€{500,} \\.\\.\\.");
  }
}
