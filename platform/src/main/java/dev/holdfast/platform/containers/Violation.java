package dev.holdfast.platform.containers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A breach from its begin to its end.
 *
 * @param breach with the highest value that it had
 * @param lastAt when it was seen last
 * @param endedAt null while it lasts
 */
public record Violation(
    long id,
    String server,
    Breach breach,
    Instant begunAt,
    Instant lastAt,
    @Nullable Instant endedAt) {}
