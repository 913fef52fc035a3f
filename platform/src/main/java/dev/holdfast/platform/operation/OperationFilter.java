package dev.holdfast.platform.operation;

import dev.holdfast.schemas.operation.OperationState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which operations to list; null matches everything.
 *
 * @param initiator whose operations may be seen
 * @param by whose are wanted
 * @param since the earliest that were asked for
 * @param prefix with which the id begins
 * @param label that one of the servers has now
 */
public record OperationFilter(
    @Nullable OperationState state,
    @Nullable String type,
    @Nullable String server,
    @Nullable String initiator,
    @Nullable String by,
    @Nullable Instant since,
    @Nullable String prefix,
    @Nullable Label label) {

  /** A label of a server. */
  public record Label(String key, String value) {}
}
