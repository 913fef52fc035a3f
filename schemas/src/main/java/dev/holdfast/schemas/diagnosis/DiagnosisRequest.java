package dev.holdfast.schemas.diagnosis;

import org.jspecify.annotations.Nullable;

/**
 * Which server to look at.
 *
 * @param server the name of a registered server
 * @param queue the task queue of what talks to it; null for {@code ssh}
 */
public record DiagnosisRequest(String server, @Nullable String queue) {}
