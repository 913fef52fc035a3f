package dev.holdfast.platform.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of a schedule when it was due.
 *
 * @param operation what was started; null if nothing was
 * @param state of the operation by now; null if there is none
 * @param error why nothing was started; null if something was
 */
public record ScheduleRun(
    Instant at,
    @Nullable String operation,
    @Nullable String state,
    @Nullable String error,
    Instant firedAt) {}
