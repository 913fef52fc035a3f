package dev.holdfast.platform.notify;

import dev.holdfast.platform.event.StoredEvent;

/**
 * An event that waits to be sent to a sink.
 *
 * @param attempts that have failed
 */
public record Delivery(long id, long sink, int attempts, StoredEvent event) {}
