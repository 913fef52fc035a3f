package dev.holdfast.platform.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The hours in which an operation may start servers.
 *
 * @param hours as they were written; null for at any time, where somebody has opened it
 * @param open whether it is in them; null where that was not looked at yet
 * @param until when that changes; null where it was not looked at, or does not change
 */
public record OperationWindow(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String hours,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean open,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant until) {}
