package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetActivities.Which;
import dev.holdfast.schemas.operation.FleetProgress.Stage;
import dev.holdfast.schemas.operation.FleetTarget;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The servers of an operation in order, read from the database a page at a time. */
final class FleetPages {
  static final int PAGE = 200;

  private final FleetServers servers;
  private final FleetState state;
  private final Which which;
  private final int together;
  private final boolean brief;
  private final List<FleetTarget> page = new ArrayList<>();

  /** The last server of a page of which nothing is taken; empty for none. */
  private String unread = "";

  /** Whether the page that was read last was not full: what is queued later comes by itself. */
  private boolean all;

  /**
   * @param together so many may be taken at once
   * @param brief whether no page is read after the last one
   * @param first the first page of {@link #PAGE}, if it is read already
   */
  FleetPages(
      FleetServers servers,
      FleetState state,
      Which which,
      int together,
      boolean brief,
      @Nullable List<FleetTarget> first) {
    this.servers = servers;
    this.state = state;
    this.which = which;
    this.together = together;
    this.brief = brief;
    if (first != null && !first.isEmpty()) {
      added(first, PAGE);
    }
  }

  /** Whether a later run would continue exactly here. */
  boolean atCursor() {
    return together == 1 || page.isEmpty() || !unread.isEmpty();
  }

  /**
   * Whether there are more.
   *
   * @param most at least 1, so many may be taken next
   */
  boolean more(int most) {
    page.removeIf(target -> state.leftOut(target.server()));
    while (page.isEmpty()) {
      passOver();
      if (brief && all) {
        return false;
      }
      int wanted = Math.min(PAGE, most);
      List<FleetTarget> read = servers.next(which, state.after, wanted, own());
      if (read.isEmpty()) {
        all = true;
        return false;
      }
      added(read, wanted);
      page.removeIf(target -> state.leftOut(target.server()) || (anyOrder() && isStarted(target)));
    }
    return true;
  }

  private void added(List<FleetTarget> read, int wanted) {
    all = read.size() < wanted;
    unread = read.getLast().server();
    page.addAll(read);
  }

  private boolean own() {
    return state.hold.own && state.stage == Stage.WORKING;
  }

  private boolean anyOrder() {
    return state.hold.anyOrder && state.stage == Stage.WORKING;
  }

  /** One that waits for its lease is queued as well. */
  private boolean isStarted(FleetTarget target) {
    return state.underWay(target.server());
  }

  /** Reads again from the first one on: others may be within their own hours by now. */
  void restart() {
    page.clear();
    unread = "";
    all = false;
    state.after = "";
  }

  /** Where another run is to read on, when all of a page are left out or several are taken. */
  private void passOver() {
    state.after = unread.isEmpty() ? state.after : unread;
    unread = "";
  }

  /**
   * Takes the next servers, all of one task queue.
   *
   * @param most at least 1
   * @return none where there are no more
   */
  List<FleetTarget> take(int most) {
    if (!more(most)) {
      return List.of();
    }
    if (together > 1) {
      passOver();
    }
    unread = "";
    List<FleetTarget> taken = new ArrayList<>();
    for (Iterator<FleetTarget> next = page.iterator(); next.hasNext(); ) {
      FleetTarget target = next.next();
      if (taken.size() < Math.min(together, most)
          && (taken.isEmpty() || sameQueue(taken.getFirst(), target))) {
        taken.add(target);
        next.remove();
      }
    }
    state.taken += taken.size();
    if (together == 1 && !taken.isEmpty()) {
      state.after = taken.getLast().server();
    }
    return taken;
  }

  private static boolean sameQueue(FleetTarget one, FleetTarget other) {
    return StepLimits.queue(one.queue()).equals(StepLimits.queue(other.queue()));
  }
}
