package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an operation from servers, as one run of its workflow hands it to the next.
 *
 * @param window the hours in which a server may be started; null for at any time
 * @param open whether it is in these hours, as far as that is known
 * @param until until when that is known, in milliseconds since 1970; null where it has to be found
 *     out
 * @param parked whether it waits for these hours
 * @param offline how many servers are parked because they could not be reached, as far as it knows
 * @param looks how often it was looked whether they can be since one was parked
 * @param unreached servers that could not be reached, and are about to be parked
 * @param back servers that can be reached again, and are to be started
 */
public record FleetHeld(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String window,
    boolean open,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long until,
    boolean parked,
    int offline,
    int looks,
    List<FleetTarget> unreached,
    List<FleetTarget> back) {

  public FleetHeld {
    unreached = List.copyOf(unreached);
    back = List.copyOf(back);
  }

  /** Before anything is done under these conditions. */
  public static FleetHeld none(FleetConditions conditions) {
    return new FleetHeld(conditions.window(), false, null, false, 0, 0, List.of(), List.of());
  }
}
