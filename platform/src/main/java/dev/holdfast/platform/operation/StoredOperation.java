package dev.holdfast.platform.operation;

import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operation as PostgreSQL has it.
 *
 * @param input the operation's own input as JSON; an empty object once it is erased
 * @param failure the error for programs; null where it has none, or is older than these are
 * @param runId of its workflow's first run; null until that is known to have started
 * @param inputDigest what {@link Operations#sameInput} compares
 * @param waitsUntil when it stops waiting for people to see to servers on which it has failed; null
 *     where it does not wait for that
 * @param window the hours in which it may start servers; null where there are none
 * @param gates how it stands with the gates between its waves; null where none was tried yet
 * @param summary of the input, with secrets masked; null where none was made
 * @param pace how it goes about its servers; null where that is as its settings say
 */
public record StoredOperation(
    String id,
    String organisation,
    String type,
    OperationState state,
    Priority priority,
    boolean dryRun,
    String initiator,
    String selector,
    String input,
    OperationSettings settings,
    @Nullable String planHash,
    @Nullable String error,
    @Nullable FailureData failure,
    @Nullable String runId,
    String inputDigest,
    @Nullable Pace pace,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant waitsUntil,
    @Nullable OperationWindow window,
    @Nullable OperationGates gates,
    @Nullable String summary) {}
