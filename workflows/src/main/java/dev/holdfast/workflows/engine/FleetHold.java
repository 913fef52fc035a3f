package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetActivities.WindowTime;
import dev.holdfast.schemas.operation.FleetHeld;
import dev.holdfast.schemas.operation.FleetTarget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps an operation from its servers, in this run of its workflow. */
final class FleetHold {
  /** The hours in which a server may be started; null for at any time. */
  @Nullable String window;

  /** Whether it waits for these hours. */
  boolean parked;

  /** Whether servers that cannot be reached are parked. */
  boolean parksOffline;

  /** How many are parked for that, as far as it knows. */
  int offline;

  int looks;

  /** How often people have left out a server. */
  int leftOut;

  final List<FleetTarget> unreached = new ArrayList<>();
  final List<FleetTarget> back = new ArrayList<>();

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
      offline = before.offline();
      looks = before.looks();
      unreached.addAll(before.unreached());
      back.addAll(before.back());
    }
  }

  /** What the next run is handed; null where there is nothing. */
  @Nullable FleetHeld held() {
    return window == null && !parked && !someOffline() && back.isEmpty()
        ? null
        : new FleetHeld(window, open, until, parked, offline, looks, unreached, back);
  }

  /** Whether servers are parked that cannot be reached, or are about to be. */
  boolean someOffline() {
    return offline > 0 || !unreached.isEmpty();
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
