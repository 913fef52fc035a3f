package dev.holdfast.platform.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a server was reached, where it is now.
 *
 * @param reachedAt the last time; null for never
 * @param failingSince since when it is not reached; null where it was reached last
 * @param failedAt the last time that it was not; null for never
 */
public record ServerContact(
    @Nullable Instant reachedAt, @Nullable Instant failingSince, @Nullable Instant failedAt) {
  /** Nobody has tried. */
  public static final ServerContact NONE = new ServerContact(null, null, null);
}
