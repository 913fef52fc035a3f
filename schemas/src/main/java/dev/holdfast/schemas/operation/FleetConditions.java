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
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FleetConditions(
    @Nullable String window,
    @Nullable Long offlineSeconds,
    @Nullable List<HealthGate> gates,
    @Nullable Long gateSeconds,
    @Nullable Boolean undo) {

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
}
