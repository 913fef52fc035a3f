package dev.holdfast.platform.profile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was kept at a time.
 *
 * @param body null where the profile was removed with this version
 * @param setBy who made this version
 */
public record ProfileVersion(
    int version, int priority, @Nullable ProfileBody body, String setBy, Instant setAt) {}
