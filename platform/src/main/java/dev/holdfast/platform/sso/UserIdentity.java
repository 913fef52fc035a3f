package dev.holdfast.platform.sso;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who of an identity provider a user is.
 *
 * @param subject by which the provider knows them, never given to another
 * @param linkedBy who says so
 */
public record UserIdentity(
    String issuer,
    String subject,
    String user,
    String linkedBy,
    Instant linkedAt,
    @Nullable Instant lastLoginAt) {}
