package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an operation over a selection is, as one run of its workflow hands it to the next. It
 * does not grow with the number of servers: how far each of them is stands in PostgreSQL.
 *
 * @param stage what is done to the servers at present
 * @param after the last server, in order, that has been taken in this stage; empty for none
 * @param taken how many have been
 * @param waveEnds how many are taken at the end of each wave; empty before they are divided
 * @param wave the wave under way, from 0
 * @param failed servers on which it has failed
 * @param underWay servers whose workflows have not told their end
 * @param again servers that are started again, before others
 * @param planHash the hash of all plans; null where there are none
 * @param warnings of the plans, for whoever approves them
 * @param mostEvents so many events in a history are enough
 * @param waitsUntil when it stops waiting for somebody to see to servers on which it has failed, in
 *     milliseconds since 1970; null where it does not wait
 * @param held what keeps it from some servers; null where nothing does
 * @param gates how far it is with the gates between its waves; null where it has none
 */
public record FleetProgress(
    Stage stage,
    String after,
    int taken,
    List<Integer> waveEnds,
    int wave,
    Pace pace,
    boolean paused,
    int failed,
    List<FleetTarget> underWay,
    List<FleetTarget> again,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String planHash,
    List<String> warnings,
    int mostEvents,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long waitsUntil,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FleetHeld held,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Gates gates) {

  /** Where Temporal suggests nothing: well below what it stands. */
  public static final int MOST_EVENTS = 4000;

  public FleetProgress {
    waveEnds = List.copyOf(waveEnds);
    underWay = List.copyOf(underWay);
    again = List.copyOf(again);
    warnings = List.copyOf(warnings);
  }

  /** One of an operation without gates. */
  public FleetProgress(
      Stage stage,
      String after,
      int taken,
      List<Integer> waveEnds,
      int wave,
      Pace pace,
      boolean paused,
      int failed,
      List<FleetTarget> underWay,
      List<FleetTarget> again,
      @Nullable String planHash,
      List<String> warnings,
      int mostEvents,
      @Nullable Long waitsUntil,
      @Nullable FleetHeld held) {
    this(
        stage,
        after,
        taken,
        waveEnds,
        wave,
        pace,
        paused,
        failed,
        underWay,
        again,
        planHash,
        warnings,
        mostEvents,
        waitsUntil,
        held,
        null);
  }

  /**
   * The gates between waves.
   *
   * @param after the last server, in order, that was taken before the wave under way
   * @param rounds how often they were begun to be tried
   * @param refused why the next wave must not start; null where nothing speaks against it
   * @param overruled whether somebody has said that it starts all the same
   */
  public record Gates(
      String after,
      int rounds,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String refused,
      boolean overruled) {
    /** Before any is tried. */
    public static final Gates NONE = new Gates("", 0, null, false);
  }

  /** What is done to the servers, one after the other. */
  public enum Stage {
    /** Their plans are made. */
    PLANNING,
    /** They are worked on. */
    WORKING
  }

  /** Before anything is done. */
  public static FleetProgress none(int concurrency, int mostEvents) {
    return none(concurrency, mostEvents, null);
  }

  /** Before anything is done under these conditions. */
  public static FleetProgress none(
      int concurrency, int mostEvents, @Nullable FleetConditions conditions) {
    return new FleetProgress(
        Stage.PLANNING,
        "",
        0,
        List.of(),
        0,
        new Pace(concurrency, 1, 1),
        false,
        0,
        List.of(),
        List.of(),
        null,
        List.of(),
        mostEvents,
        null,
        conditions == null ? null : FleetHeld.none(conditions));
  }
}
