package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Under which conditions an operation works on its servers.
 *
 * @param window the hours in which a server may be started; null for at any time
 * @param offlineSeconds how long a server is parked that cannot be reached, until it counts as
 *     unreachable; null where it counts as that at once
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FleetConditions(@Nullable String window, @Nullable Long offlineSeconds) {

  /** None at all. */
  public static final FleetConditions NONE = new FleetConditions(null, null);

  public FleetConditions {
    if (offlineSeconds != null && offlineSeconds < 1) {
      throw new IllegalArgumentException("offlineSeconds: must be at least 1");
    }
  }
}
