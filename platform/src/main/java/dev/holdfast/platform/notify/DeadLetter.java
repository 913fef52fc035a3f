package dev.holdfast.platform.notify;

import dev.holdfast.platform.event.StoredEvent;
import java.time.Instant;

/**
 * An event that could not be delivered to a sink.
 *
 * @param sink its name
 * @param error of the last attempt
 * @param at when it was given up
 */
public record DeadLetter(
    long id, String sink, int attempts, String error, Instant at, StoredEvent event) {}
