package dev.holdfast.platform.operation;

import dev.holdfast.schemas.operation.OperationState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which operations of an organisation to list; null matches everything.
 *
 * @param visible those that may be seen at all
 * @param by whose are wanted
 * @param since the earliest that were asked for
 * @param prefix with which the id begins
 * @param label that one of the servers has now
 * @param measurements whether operations are among them that only measured the platform
 */
public record OperationFilter(
    String organisation,
    @Nullable OperationState state,
    @Nullable String type,
    @Nullable String server,
    Visible visible,
    @Nullable String by,
    @Nullable Instant since,
    @Nullable String prefix,
    @Nullable Label label,
    boolean measurements) {

  /** Begins the idempotency key of an operation that only measures. */
  public static final String MEASUREMENT = "bench/";

  /** A label of a server. */
  public record Label(String key, String value) {}

  /**
   * What may be seen: an operation of this initiator, or one that has no other servers than these.
   *
   * @param initiator null for nobody's
   * @param servers null for all, also those that are no longer registered
   */
  public record Visible(@Nullable String initiator, @Nullable List<String> servers) {
    /** Everything. */
    public static final Visible EVERYTHING = new Visible(null, null);
  }
}
