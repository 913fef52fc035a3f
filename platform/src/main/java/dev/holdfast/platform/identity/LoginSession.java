package dev.holdfast.platform.identity;

import java.time.Instant;

/**
 * Somebody has logged in, and not yet out.
 *
 * @param how {@code password}, {@code link} or {@code provider}
 * @param client from where: address and program
 * @param endsAt when it is over however much it is used
 */
public record LoginSession(
    String id,
    String user,
    String how,
    String client,
    Instant createdAt,
    Instant lastUsedAt,
    Instant endsAt) {}
