package dev.holdfast.schemas.operation;

/**
 * What an operation came to; what happened on each server is in PostgreSQL, so that a history stays
 * small.
 *
 * @param planHash the hash of all servers' plans
 * @param changes changes made, or for a dry run, found
 */
public record OperationResult(
    OperationState state, String planHash, int changes, Progress progress) {}
