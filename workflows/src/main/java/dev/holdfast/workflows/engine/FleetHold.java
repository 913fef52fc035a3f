package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetActivities.WindowTime;
import dev.holdfast.schemas.operation.FleetHeld;
import dev.holdfast.schemas.operation.FleetTarget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What keeps an operation from its servers, in this run of its workflow. */
final class FleetHold {
  /** The hours in which a server may be started; null for at any time. */
  @Nullable String window;

  /** Whether each server has hours of its own, in place of these. */
  boolean own;

  /** Whether servers are, or were, started in the order in which their own hours come. */
  boolean anyOrder;

  /** How many are parked for hours of their own, as far as it knows. */
  int closed;

  /** Those of them that are queued for another attempt. */
  private final Set<String> shut = new HashSet<>();

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
      own = Boolean.TRUE.equals(before.own());
      anyOrder = before.own() != null;
      closed = before.closed() == null ? 0 : before.closed();
      if (before.shut() != null) {
        shut.addAll(before.shut());
      }
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
    return window == null && !anyOrder && !parked && !someOffline() && back.isEmpty()
        ? null
        : new FleetHeld(
            window,
            open,
            until,
            parked,
            offline,
            looks,
            unreached,
            back,
            anyOrder ? own : null,
            own ? closed : null,
            own ? List.copyOf(shut) : null);
  }

  /** Whether servers are parked that cannot be reached, or are about to be. */
  boolean someOffline() {
    return offline > 0 || !unreached.isEmpty();
  }

  /** Other hours count from now on. */
  void change(@Nullable String hours) {
    window = hours;
    own = false;
    closed = 0;
    shut.clear();
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
    closed = time.closed() == null ? 0 : time.closed();
    shut.clear();
    if (time.again() != null) {
      shut.addAll(time.again());
    }
  }

  /** Whether a server that is to be tried once more is outside of its own hours. */
  boolean shut(FleetTarget target) {
    return shut.contains(target.server());
  }

  /** One more is to be tried once more: whether it is within its own hours is not known. */
  void more() {
    if (own) {
      forget();
    }
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
