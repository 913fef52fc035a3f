package dev.holdfast.platform.notify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place to which an organisation has its events sent.
 *
 * @param type how they are sent
 * @param failures attempts to reach it that failed since the last that succeeded
 * @param retryAt nothing is sent before
 * @param error of the last attempt that failed; null if none has
 * @param waiting events that are to be sent
 * @param dead events that could not be delivered
 */
public record Sink(
    long id,
    String organisation,
    String name,
    String type,
    SinkRule rule,
    boolean enabled,
    Saved created,
    Saved changed,
    int failures,
    Instant retryAt,
    @Nullable String error,
    @Nullable Instant errorAt,
    long waiting,
    long dead) {

  /** Who has changed something, and when. */
  public record Saved(String by, Instant at) {}
}
