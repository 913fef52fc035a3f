package dev.holdfast.platform.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signal that came.
 *
 * @param id made for it
 * @param sender by name
 * @param key the sender's: the same one again is the same signal; null for none
 * @param sha256 over everything that was sent
 * @param data null for none
 */
public record NewSignal(
    String id,
    String sender,
    @Nullable String key,
    String sha256,
    @Nullable String data,
    Instant at) {}
