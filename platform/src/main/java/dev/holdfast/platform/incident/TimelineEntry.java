package dev.holdfast.platform.incident;

import dev.holdfast.schemas.incident.EntryKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a timeline.
 *
 * @param number orders the entries of one incident
 * @param text what somebody wrote; of a signal its data
 */
public record TimelineEntry(
    long number,
    String id,
    EntryKind kind,
    String by,
    Instant at,
    @Nullable String reference,
    @Nullable String text) {}
