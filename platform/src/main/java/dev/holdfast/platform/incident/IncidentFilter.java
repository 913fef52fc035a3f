package dev.holdfast.platform.incident;

import dev.holdfast.schemas.incident.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents somebody asks for, of one organisation.
 *
 * @param open true for open ones, false for closed ones, null for all
 * @param kind null for all, as with what follows
 */
public record IncidentFilter(
    String organisation,
    @Nullable Boolean open,
    @Nullable String kind,
    @Nullable String subject,
    @Nullable Severity severity,
    @Nullable String owner) {}
