package dev.holdfast.platform.containers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A server whose containers are watched, or were.
 *
 * @param server the id of its registration
 * @param name its full name
 * @param wanted whether they are to be watched
 * @param state {@code starting}, {@code watching}, {@code unreachable}, {@code stopping} or {@code
 *     stopped}
 * @param message why it is unreachable, or what is not watched; null for nothing to say
 * @param stateAt since when it is so
 * @param seenAt when the last sample was taken; null for none yet
 */
public record MonitoredServer(
    String server,
    String organisation,
    String name,
    boolean wanted,
    String state,
    @Nullable String message,
    Instant stateAt,
    @Nullable Instant seenAt,
    String startedBy,
    Instant startedAt) {}
