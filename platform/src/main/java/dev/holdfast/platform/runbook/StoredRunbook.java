package dev.holdfast.platform.runbook;

import java.time.Instant;

/** A version of a runbook, without its text. */
public record StoredRunbook(
    String organisation, String name, int version, String title, String addedBy, Instant addedAt) {}
