package dev.holdfast.platform.sso;

import java.time.Instant;

/**
 * Which role the members of a provider's group get.
 *
 * @param scope a selector of servers
 */
public record ProviderGroup(
    String id, String group, String role, String scope, String createdBy, Instant createdAt) {}
