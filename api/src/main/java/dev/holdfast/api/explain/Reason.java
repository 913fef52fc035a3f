package dev.holdfast.api.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.server.ServerNames;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an operation does or waits for.
 *
 * @param server the server it concerns; null for the operation as a whole
 * @param waitingFor in words that go on "waits for …"
 * @param since when that began, as far as it is known
 * @param nextRetryAt when it is tried again without anybody's help
 * @param lastError how the last attempt failed
 * @param failure the last error for programs; absent where there is none, or no more is known
 * @param remedy what a person can do to get it on; null where there is nothing to do
 * @param worker the process that works on it, {@code PID@HOST}; null where none does
 */
record Reason(
    @Nullable String server,
    String waitingFor,
    @Nullable Instant since,
    @Nullable Instant nextRetryAt,
    @Nullable String lastError,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FailureData failure,
    @Nullable String remedy,
    @Nullable String worker) {

  Reason {
    server = server == null ? null : ServerNames.within(server);
  }

  /** One that no worker works on. */
  Reason(
      @Nullable String server,
      String waitingFor,
      @Nullable Instant since,
      @Nullable Instant nextRetryAt,
      @Nullable String lastError,
      @Nullable String remedy) {
    this(server, waitingFor, since, nextRetryAt, lastError, null, remedy, null);
  }

  /** The same with its last error for programs. */
  Reason with(@Nullable FailureData why) {
    return new Reason(server, waitingFor, since, nextRetryAt, lastError, why, remedy, worker);
  }

  /** The same about this server, unless it names one itself. */
  Reason on(@Nullable String which) {
    return server != null
        ? this
        : new Reason(which, waitingFor, since, nextRetryAt, lastError, failure, remedy, worker);
  }

  static Reason of(
      @Nullable String server,
      String waitingFor,
      @Nullable Instant since,
      @Nullable String remedy) {
    return new Reason(server, waitingFor, since, null, null, remedy);
  }
}
