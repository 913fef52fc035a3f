package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetActivities.WindowTime;
import dev.holdfast.schemas.operation.FleetHeld;
import org.jspecify.annotations.Nullable;

/** What keeps an operation from its servers, in this run of its workflow. */
final class FleetHold {
  /** The hours in which a server may be started; null for at any time. */
  @Nullable String window;

  /** Whether it waits for these hours. */
  boolean parked;

  private boolean open = true;
  private boolean looked = true;

  /** Until when that is known, in milliseconds since 1970; null for ever. */
  private @Nullable Long until;

  FleetHold(@Nullable FleetHeld before) {
    if (before != null) {
      window = before.window();
      parked = before.parked();
      open = before.open();
      until = before.until();
      looked = until != null;
    }
  }

  /** What the next run is handed; null where there is nothing. */
  @Nullable FleetHeld held() {
    return window == null && !parked ? null : new FleetHeld(window, open, until, parked);
  }

  /** Other hours count from now on. */
  void change(@Nullable String hours) {
    window = hours;
    forget();
  }

  /** It has to be found out again. */
  void forget() {
    looked = false;
    until = null;
  }

  /** What was found out about the hours. */
  void took(WindowTime time) {
    looked = true;
    open = time.open();
    until = time.until();
  }

  /** Whether it is known how the hours are at this moment. */
  boolean known(long now) {
    return looked && (until == null || now < until);
  }

  /** Whether a server may be started, as far as that is known. */
  boolean open() {
    return open;
  }

  /** Until when that is known, in milliseconds since 1970. */
  long until(long now) {
    return until == null ? now : until;
  }
}
