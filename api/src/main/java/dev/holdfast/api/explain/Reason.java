package dev.holdfast.api.explain;

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
 * @param remedy what a person can do to get it on; null where there is nothing to do
 * @param worker the process that works on it, {@code PID@HOST}; null where none does
 */
record Reason(
    @Nullable String server,
    String waitingFor,
    @Nullable Instant since,
    @Nullable Instant nextRetryAt,
    @Nullable String lastError,
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
    this(server, waitingFor, since, nextRetryAt, lastError, remedy, null);
  }

  static Reason of(
      @Nullable String server,
      String waitingFor,
      @Nullable Instant since,
      @Nullable String remedy) {
    return new Reason(server, waitingFor, since, null, null, remedy);
  }
}
