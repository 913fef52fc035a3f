package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetProgress;
import dev.holdfast.schemas.operation.FleetProgress.Gates;
import dev.holdfast.schemas.operation.FleetProgress.Stage;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.ServerState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far an operation is in this run of its workflow; what it hands to the next one. */
final class FleetState {
  final FleetDetails details = new FleetDetails();
  final FleetHold hold;
  Stage stage;
  String after;
  int taken;
  List<Integer> waveEnds;
  int wave;
  Pace pace;
  @Nullable String planHash;
  final List<String> warnings;
  private final Map<String, FleetTarget> underWay = new TreeMap<>();
  private final List<FleetTarget> again;
  private final Set<String> leftOut = new HashSet<>();
  private final int mostEvents;
  private int failed;

  /** When it stops waiting for people, in milliseconds since 1970; null where it does not wait. */
  @Nullable Long waitsUntil;

  /** The last server, in order, that was taken before the wave under way; empty for none. */
  String waveAfter;

  /** How often the gates between waves were begun to be tried. */
  int gateRounds;

  /** Why the next wave must not start; null where nothing speaks against it. */
  @Nullable String refused;

  /** Whether somebody has said that the next wave starts all the same. */
  boolean overruled;

  /** How often people have seen to servers in this run. */
  private int seenTo;

  FleetState(FleetProgress before) {
    stage = before.stage();
    after = before.after();
    taken = before.taken();
    waveEnds = before.waveEnds();
    wave = before.wave();
    pace = before.pace();
    planHash = before.planHash();
    warnings = new ArrayList<>(before.warnings());
    again = new ArrayList<>(before.again());
    mostEvents = before.mostEvents();
    failed = before.failed();
    waitsUntil = before.waitsUntil();
    hold = new FleetHold(before.held());
    Gates gates = before.gates() == null ? Gates.NONE : before.gates();
    waveAfter = gates.after();
    gateRounds = gates.rounds();
    refused = gates.refused();
    overruled = gates.overruled();
    before.underWay().forEach(this::begun);
  }

  FleetProgress progress(boolean paused) {
    return new FleetProgress(
        stage,
        after,
        taken,
        waveEnds,
        wave,
        pace,
        paused,
        failed,
        underWay(),
        again,
        planHash,
        warnings,
        mostEvents,
        waitsUntil,
        hold.held(),
        gateRounds == 0 ? null : new Gates(waveAfter, gateRounds, refused, overruled));
  }

  /** The next wave begins. */
  void nextWave() {
    wave++;
    taken = Math.max(taken, waveEnds.get(wave - 1));
    waveAfter = after;
  }

  /** Whether the history is long enough for this run. */
  boolean full(long events, boolean suggested) {
    return suggested || events >= mostEvents;
  }

  /** The other servers are worked on from the first one on. */
  void begin(Stage next) {
    stage = next;
    after = "";
    taken = 0;
  }

  void begun(FleetTarget target) {
    underWay.put(target.server(), target);
    details.begun(target.server());
  }

  /**
   * An attempt at a server has ended.
   *
   * @return false where that was known already
   */
  boolean ended(ServerEnded told) {
    FleetTarget target = underWay.get(told.server());
    if (target == null || target.attempt() != told.attempt()) {
      return false;
    }
    underWay.remove(told.server());
    if (hold.parksOffline && stage == Stage.WORKING && told.state() == ServerState.UNREACHABLE) {
      hold.unreached.add(target);
    } else if (told.state().bad()) {
      failed++;
    }
    details.ended(told);
    return true;
  }

  void failed(int more) {
    failed += more;
  }

  int failed() {
    return failed;
  }

  boolean underWay(String server) {
    return underWay.containsKey(server);
  }

  List<FleetTarget> underWay() {
    return List.copyOf(underWay.values());
  }

  boolean idle() {
    return underWay.isEmpty();
  }

  /** A server that may have been read already is not to be started. */
  void leaveOut(String server) {
    leftOut.add(server);
  }

  /** It is to be started all the same. */
  void keep(String server) {
    leftOut.remove(server);
  }

  boolean leftOut(String server) {
    return leftOut.contains(server);
  }

  List<FleetTarget> again() {
    return again;
  }

  /** A server on which it has failed is to be tried once more, unless that is known. */
  void again(FleetTarget target) {
    FleetTarget now = underWay.get(target.server());
    boolean known = now != null && now.attempt() == target.attempt();
    known |= again.stream().anyMatch(one -> one.server().equals(target.server()));
    if (!known) {
      again.add(target);
      hold.more();
      seenTo();
    }
  }

  /** A person has seen to a server on which it has failed. */
  void seenTo() {
    failed--;
    seenTo++;
  }

  int timesSeenTo() {
    return seenTo;
  }
}
