package dev.holdfast.platform.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The circumstances of a request.
 *
 * @param address where it comes from; null for the platform itself
 */
public record Environment(Instant at, @Nullable String address) {}
