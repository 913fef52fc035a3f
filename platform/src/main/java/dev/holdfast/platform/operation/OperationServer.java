package dev.holdfast.platform.operation;

import dev.holdfast.schemas.operation.OperationState;
import org.jspecify.annotations.Nullable;

/** How far an operation is on one server. */
public record OperationServer(
    String operation,
    String name,
    OperationState state,
    @Nullable String planHash,
    int changes,
    int unchanged,
    @Nullable String error) {}
