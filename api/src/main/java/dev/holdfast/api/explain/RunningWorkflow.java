package dev.holdfast.api.explain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that has not ended.
 *
 * @param steps its activities that have not ended
 * @param children the ids of its child workflows that have not ended
 * @param stuck since when its own code fails again and again; null where it does not
 */
record RunningWorkflow(
    Instant startedAt, List<PendingStep> steps, List<String> children, @Nullable Instant stuck) {}
