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
 * @param own whether each server has hours of its own, in place of the window; false where they
 *     had, until somebody changed that; null for no
 * @param closed how many are parked for these, as far as it knows
 * @param shut those of them that are queued for another attempt
 */
public record FleetHeld(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String window,
    boolean open,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long until,
    boolean parked,
    int offline,
    int looks,
    List<FleetTarget> unreached,
    List<FleetTarget> back,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean own,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer closed,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> shut) {

  public FleetHeld {
    unreached = List.copyOf(unreached);
    back = List.copyOf(back);
    shut = shut == null ? null : List.copyOf(shut);
  }

  /** Where all servers have the same hours. */
  public FleetHeld(
      @Nullable String window,
      boolean open,
      @Nullable Long until,
      boolean parked,
      int offline,
      int looks,
      List<FleetTarget> unreached,
      List<FleetTarget> back) {
    this(window, open, until, parked, offline, looks, unreached, back, null, null, null);
  }

  /** Before anything is done under these conditions. */
  public static FleetHeld none(FleetConditions conditions) {
    return new FleetHeld(
        conditions.window(),
        false,
        null,
        false,
        0,
        0,
        List.of(),
        List.of(),
        Boolean.TRUE.equals(conditions.byLabel()) ? true : null,
        null,
        null);
  }
}
