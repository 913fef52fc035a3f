package dev.holdfast.platform.temporal;

import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.FailureConverter;
import io.temporal.failure.DefaultFailureConverter;
import java.nio.charset.StandardCharsets;

/**
 * Writes failures as the SDK does, and short enough for Temporal to keep: of the failure of an
 * attempt that is larger than 4 KiB it keeps neither the encrypted text nor anything else.
 */
final class ShortFailures implements FailureConverter {
  private static final int TRACE = 500;
  private static final int MESSAGE = 1_800;
  private static final int LEAST = 600;
  private static final int CAUSE = 250;
  private static final int DEEPEST = 3;

  private final DefaultFailureConverter whole = new DefaultFailureConverter();

  @Override
  public RuntimeException failureToException(Failure failure, DataConverter converter) {
    return whole.failureToException(failure, converter);
  }

  @Override
  public Failure exceptionToFailure(Throwable throwable, DataConverter converter) {
    return shorten(whole.exceptionToFailure(throwable, converter), 0);
  }

  /** The worker's log has the whole trace; of causes the message is what counts. */
  private static Failure shorten(Failure failure, int depth) {
    Failure.Builder shorter =
        failure.toBuilder()
            .setMessage(cut(failure.getMessage(), depth == 0 ? room(failure) : CAUSE))
            .setStackTrace(depth == 0 ? cut(failure.getStackTrace(), TRACE) : "");
    if (failure.hasCause()) {
      if (depth == DEEPEST) {
        shorter.clearCause();
      } else {
        shorter.setCause(shorten(failure.getCause(), depth + 1));
      }
    }
    return shorter.build();
  }

  /** What is left for the message beside where the failure arose. */
  private static int room(Failure failure) {
    int details = failure.getApplicationFailureInfo().getDetails().getSerializedSize();
    return Math.max(LEAST, MESSAGE - details);
  }

  /** As much of the text as has so many bytes. */
  private static String cut(String text, int most) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= most) {
      return text;
    }
    int end = most;
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + " ...";
  }
}
