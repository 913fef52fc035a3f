package dev.holdfast.schemas.operation;

import org.jspecify.annotations.Nullable;

/**
 * What an operation came to; what happened on each server is in PostgreSQL, so that a history stays
 * small.
 *
 * @param planHash the hash of all servers' plans; null for an operation that makes none
 * @param changes changes made, or for a dry run, found
 */
public record OperationResult(
    OperationState state, @Nullable String planHash, int changes, Progress progress) {}
