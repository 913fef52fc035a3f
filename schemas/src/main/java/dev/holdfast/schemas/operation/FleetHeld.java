package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an operation from its servers, as one run of its workflow hands it to the next.
 *
 * @param window the hours in which a server may be started; null for at any time
 * @param open whether it is in these hours, as far as that is known
 * @param until until when that is known, in milliseconds since 1970; null where it has to be found
 *     out
 * @param parked whether it waits for these hours
 */
public record FleetHeld(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String window,
    boolean open,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long until,
    boolean parked) {

  /** Before anything is done under these conditions. */
  public static FleetHeld none(FleetConditions conditions) {
    return new FleetHeld(conditions.window(), false, null, false);
  }
}
