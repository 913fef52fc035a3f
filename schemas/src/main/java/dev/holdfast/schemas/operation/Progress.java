package dev.holdfast.schemas.operation;

/** How many servers of an operation are in which state. */
public record Progress(
    int total, int queued, int running, int succeeded, int failed, int skipped, int parked) {}
