package dev.holdfast.platform.organisation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * People with servers, operations and secrets of their own.
 *
 * @param id its name, which is never given to another
 * @param createdBy null for the one that was there first
 */
public record Organisation(String id, Instant createdAt, @Nullable String createdBy) {}
