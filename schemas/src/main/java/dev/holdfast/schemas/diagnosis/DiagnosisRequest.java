package dev.holdfast.schemas.diagnosis;

import org.jspecify.annotations.Nullable;

/**
 * Which server to look at.
 *
 * @param server the name of a registered server
 * @param queue the task queue of what talks to it; null for {@code ssh}
 * @param loginOnly whether only the way to the server, the login and sudo are looked at; null for
 *     no
 */
public record DiagnosisRequest(String server, @Nullable String queue, @Nullable Boolean loginOnly) {

  /** All that there is to look at. */
  public DiagnosisRequest(String server, @Nullable String queue) {
    this(server, queue, null);
  }
}
