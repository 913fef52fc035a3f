package dev.holdfast.platform.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody, or a program, that may use the platform.
 *
 * @param administrator of the whole platform, without any grant
 * @param disabledAt since when no token of the user is good; null: they are
 */
public record User(
    String name, boolean administrator, Instant createdAt, @Nullable Instant disabledAt) {}
