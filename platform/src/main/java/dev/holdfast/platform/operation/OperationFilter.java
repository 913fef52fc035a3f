package dev.holdfast.platform.operation;

import dev.holdfast.schemas.operation.OperationState;
import org.jspecify.annotations.Nullable;

/** Which operations to list; null matches everything. */
public record OperationFilter(
    @Nullable OperationState state,
    @Nullable String type,
    @Nullable String server,
    @Nullable String initiator) {}
