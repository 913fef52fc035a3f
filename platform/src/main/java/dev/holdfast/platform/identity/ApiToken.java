package dev.holdfast.platform.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that a user has for a program; never the token itself.
 *
 * @param permissions what it is good for at most; null: whatever the user may do
 */
public record ApiToken(
    String id,
    String user,
    String name,
    @Nullable List<String> permissions,
    String createdBy,
    Instant createdAt,
    Instant expiresAt) {}
