package dev.holdfast.platform.operation;

import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.operation.ServerState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far an operation is on one server.
 *
 * @param attempt which attempt at it is the last, from 1
 * @param failure the error for programs; null where it has none, or is older than these are
 * @param outcome see {@link dev.holdfast.schemas.operation.ServerResult#outcome}
 * @param parked why it is left for later; null where it is not
 * @param origin what its input was made from; null where it was given as it is
 */
public record OperationServer(
    String operation,
    String name,
    int attempt,
    ServerState state,
    @Nullable String planHash,
    int changes,
    int unchanged,
    @Nullable String error,
    @Nullable FailureData failure,
    @Nullable Map<String, Object> outcome,
    @Nullable ParkedServer parked,
    @Nullable InputOrigin origin) {}
