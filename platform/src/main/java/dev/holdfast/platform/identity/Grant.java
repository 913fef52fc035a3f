package dev.holdfast.platform.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A role that a user has on some servers, and who gave it.
 *
 * @param scope a selector of servers
 * @param providerGroup the mapping that has given it at a login (org identity-provider groups);
 *     null: somebody has
 * @param expiresAt null: until it is revoked
 * @param revokedAt null: it was not
 * @param inForce whether it counts at this moment
 */
public record Grant(
    String id,
    String user,
    String role,
    String scope,
    String grantedBy,
    @Nullable String providerGroup,
    Instant grantedAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable String revokedBy,
    boolean inForce) {}
