package dev.holdfast.schemas.operation;

import org.jspecify.annotations.Nullable;

/**
 * What an operation came to on one server.
 *
 * @param changes changes made, or for a dry run, found
 * @param unchanged resources that were already as desired
 * @param planHash the hash of the server's plan, once there is one
 * @param error why it failed, in words a person understands; null unless it failed
 */
public record ServerResult(
    String server,
    OperationState state,
    int changes,
    int unchanged,
    @Nullable String planHash,
    @Nullable String error) {}
