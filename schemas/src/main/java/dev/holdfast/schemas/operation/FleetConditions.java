package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Under which conditions an operation works on its servers.
 *
 * @param window the hours in which a server may be started; null for at any time
 * @param offlineSeconds how long a server is parked that cannot be reached, until it counts as
 *     unreachable; null where it counts as that at once
 * @param gates what must hold between two waves, in order; null for nothing
 * @param gateSeconds within which time after a wave; null where there are no gates
 * @param undo whether what it has changed is undone when it fails; null for no
 * @param approval the hash of what it does where it makes no plan, see {@link WorkHash}, which
 *     somebody has to approve first; null where nobody is asked
 * @param byLabel whether each server may be started in the windows of its labels; false where
 *     whoever started it wants that these do not count; null where there are none
 * @param reviewed what was approved of the runbook whose step it is; null where nothing was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FleetConditions(
    @Nullable String window,
    @Nullable Long offlineSeconds,
    @Nullable List<HealthGate> gates,
    @Nullable Long gateSeconds,
    @Nullable Boolean undo,
    @Nullable String approval,
    @Nullable Boolean byLabel,
    @Nullable Reviewed reviewed) {

  /** None at all. */
  public static final FleetConditions NONE = new FleetConditions(null, null);

  public FleetConditions {
    if (offlineSeconds != null && offlineSeconds < 1) {
      throw new IllegalArgumentException("offlineSeconds: must be at least 1");
    }
    gates = gates == null ? null : List.copyOf(gates);
  }

  /** Those without gates. */
  public FleetConditions(@Nullable String window, @Nullable Long offlineSeconds) {
    this(window, offlineSeconds, null, null);
  }

  /** Those of an operation that undoes nothing by itself. */
  public FleetConditions(
      @Nullable String window,
      @Nullable Long offlineSeconds,
      @Nullable List<HealthGate> gates,
      @Nullable Long gateSeconds) {
    this(window, offlineSeconds, gates, gateSeconds, null);
  }

  /** Those of an operation of which nobody has to approve what it does without a plan. */
  public FleetConditions(
      @Nullable String window,
      @Nullable Long offlineSeconds,
      @Nullable List<HealthGate> gates,
      @Nullable Long gateSeconds,
      @Nullable Boolean undo) {
    this(window, offlineSeconds, gates, gateSeconds, undo, null, null, null);
  }

  /** The same, where somebody has to approve what has this hash; null where nobody has. */
  public FleetConditions approvedAs(@Nullable String hash) {
    return new FleetConditions(
        window, offlineSeconds, gates, gateSeconds, undo, hash, byLabel, reviewed);
  }

  /** The same, with the windows of its servers' labels or without; see {@link #byLabel}. */
  public FleetConditions withLabels(@Nullable Boolean count) {
    return new FleetConditions(
        window, offlineSeconds, gates, gateSeconds, undo, approval, count, reviewed);
  }

  /** The same for a step of a runbook of which this was approved; null where nothing was. */
  public FleetConditions reviewedAs(@Nullable Reviewed which) {
    return new FleetConditions(
        window, offlineSeconds, gates, gateSeconds, undo, approval, byLabel, which);
  }
}
