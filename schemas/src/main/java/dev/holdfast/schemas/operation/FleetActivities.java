package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the servers of an operation, never more of them in one answer than were asked
 * for; every write may be delivered again.
 */
@ActivityInterface
public interface FleetActivities {

  /** Tells an operation how a server of it has ended; without effect where it has ended itself. */
  @ActivityMethod(name = "TellServerEnded")
  void tellServerEnded(String operation, ServerEnded ended);

  /** How far the operation is, counted. */
  Tally countServers(String operation);

  /** The next servers, sorted by name; none where there are no more. */
  List<FleetTarget> nextServers(NextServers wanted);

  /**
   * Leaves out a server that nobody has started, or that has been left out.
   *
   * @return what it is in then; {@link ServerState#SKIPPED} where it is left out
   */
  ServerState leaveOutServer(LeaveOut server);

  /**
   * Leaves out a server on which the operation has failed, or that has been left out.
   *
   * @return what it is in then; {@link ServerState#SKIPPED} where it is left out
   */
  @ActivityMethod(name = "LeaveOutFailedServer")
  ServerState leaveOutFailedServer(LeaveOut server);

  /**
   * Queues servers again on which the operation has failed, each for another attempt; all that are
   * meant, or none. Asked again by the same request it tells the same, without those that have gone
   * on.
   */
  @ActivityMethod(name = "QueueServersAgain")
  QueuedAgain queueServersAgain(QueueAgain wanted);

  /** The input of a server that has one of its own; null where it has not. */
  @ActivityMethod(name = "FindServerInput")
  @Nullable Map<String, Object> findServerInput(String operation, String server);

  /**
   * Records that an operation waits for people because it has failed on servers.
   *
   * @param until milliseconds since 1970; null for that it does not wait any more
   */
  @ActivityMethod(name = "RecordWaiting")
  void recordWaiting(String operation, @Nullable Long until);

  /**
   * How the hours are in which servers may be started, and records that: outside of them servers
   * that nobody has started are parked, within them those that are parked for it are queued.
   */
  @ActivityMethod(name = "LookAtWindow")
  WindowTime lookAtWindow(WindowLook look);

  /**
   * Parks servers that could not be reached.
   *
   * @return how many of the operation are parked for that then
   */
  @ActivityMethod(name = "ParkOfflineServers")
  int parkOfflineServers(ParkOffline wanted);

  /**
   * Servers that are parked because they could not be reached; those whose time is over count as
   * unreachable. Asked again by the same request it tells the same.
   */
  @ActivityMethod(name = "ListOfflineServers")
  Offline listOfflineServers(OfflineLook look);

  /**
   * Queues servers again that can be reached, each for another attempt. Asked again by the same
   * request it tells the same, without those that have gone on.
   */
  @ActivityMethod(name = "QueueServersBack")
  List<FleetTarget> queueServersBack(QueueBack wanted);

  /** The task queues of servers of a wave that are done, without doubles. */
  @ActivityMethod(name = "FindGateQueues")
  List<String> findGateQueues(WaveServers servers);

  /** Records how it stands with the gates between waves; without effect once it has ended. */
  @ActivityMethod(name = "RecordGates")
  void recordGates(String operation, GateLook look);

  /** Ends the servers that are meant, and no other. */
  void endServers(String operation, Ending ending);

  /**
   * Records that the operation works on its servers, and tells what {@link #countServers} and
   * {@link #nextServers} would: a worker has less to do for one of these than for three.
   */
  @ActivityMethod(name = "BeginServers")
  Begun beginServers(String operation, int most);

  /**
   * Ends the servers that are meant, which were the last, and counts all; where it has failed on
   * none, records that the operation has succeeded.
   */
  @ActivityMethod(name = "FinishServers")
  Tally finishServers(String operation, Ending ending, @Nullable String planHash);

  /** The same, and counts all servers then. */
  @ActivityMethod(name = "EndAndCountServers")
  Tally endAndCountServers(String operation, Ending ending);

  /** The first servers on which the operation has failed. */
  Failures listFailures(String operation, int most);

  /**
   * How servers are whose workflows may have ended without telling: those that have are recorded.
   */
  Seen lookAfterServers(String operation, List<FleetTarget> servers);

  /**
   * @param after only those that come after this name
   * @param most at least 1
   * @param open whether those are left out that are parked for hours of their own; null for no
   */
  record NextServers(
      String operation,
      Which which,
      String after,
      int most,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean open) {
    /** Those that are parked for their window among them. */
    public NextServers(String operation, Which which, String after, int most) {
      this(operation, which, after, most, null);
    }
  }

  /**
   * @param window the hours; null for at any time
   * @param at milliseconds since 1970
   * @param parks whether it works on its servers by now
   * @param underWay servers that are started already
   * @param own whether each server has the hours of its own labels, in place of the window; null
   *     for no
   */
  record WindowLook(
      String operation,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String window,
      long at,
      boolean parks,
      List<String> underWay,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean own) {
    public WindowLook {
      underWay = List.copyOf(underWay);
    }

    /** At hours that are the same for all. */
    public WindowLook(
        String operation, @Nullable String window, long at, boolean parks, List<String> underWay) {
      this(operation, window, at, parks, underWay, null);
    }
  }

  /**
   * How the hours are.
   *
   * @param until when that changes, in milliseconds since 1970; null for never
   * @param closed how many servers are parked for hours of their own; null where they have none
   * @param again those of them that are queued for another attempt
   */
  record WindowTime(
      boolean open,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long until,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer closed,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> again) {
    public WindowTime {
      again = again == null ? null : List.copyOf(again);
    }

    /** Of hours that are the same for all. */
    public WindowTime(boolean open, @Nullable Long until) {
      this(open, until, null, null);
    }
  }

  /**
   * @param servers with the attempts that have not reached them; none for all that are unreachable
   * @param until when they count as unreachable after all, in milliseconds since 1970
   */
  record ParkOffline(String operation, List<FleetTarget> servers, long until) {
    public ParkOffline {
      servers = List.copyOf(servers);
    }
  }

  /**
   * @param request names who asks: the same for the same wish
   * @param at milliseconds since 1970
   * @param most servers that are told
   */
  record OfflineLook(String operation, String request, long at, int most) {}

  /**
   * Servers that could not be reached.
   *
   * @param servers those that are parked, at most as many as were asked for
   * @param all how many are parked
   * @param expired how many this request has given up
   */
  record Offline(List<FleetTarget> servers, int all, int expired) {
    public Offline {
      servers = List.copyOf(servers);
    }
  }

  /**
   * @param request names who asks: the same for the same wish
   * @param servers by name
   */
  record QueueBack(String operation, String request, List<String> servers) {
    public QueueBack {
      servers = List.copyOf(servers);
    }
  }

  /**
   * Servers of a wave that are done.
   *
   * @param after only those that come after this name
   * @param through and not after this one
   */
  record WaveServers(String operation, String after, String through) {}

  /**
   * How it stands with the gates after a wave.
   *
   * @param wave from 1
   * @param waves how many there are
   * @param until when they must hold, in milliseconds since 1970
   * @param refused why they do not, for people; null unless their time is over
   */
  record GateLook(
      GateState state,
      int wave,
      int waves,
      long until,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String refused) {}

  /** How it stands with gates. */
  enum GateState {
    /** They are tried. */
    TRYING,
    /** They hold, and the next wave has started. */
    HELD,
    /** One of them did not hold in time. */
    REFUSED,
    /** Somebody has started the next wave all the same. */
    OVERRULED
  }

  /** Which servers come next. */
  enum Which {
    /** Those that have no plan yet. */
    UNPLANNED,
    /** Those that have a plan with changes, and nobody has started. */
    PLANNED,
    /** Those that nobody has started. */
    QUEUED
  }

  /**
   * @param why for people
   */
  record LeaveOut(String operation, String server, String why) {}

  /**
   * Servers that are to be tried once more.
   *
   * @param request names who asks: the same for the same wish
   * @param servers none for all on which it has failed
   * @param input of its own for the one server; null to leave it the one that it has
   * @param by who wants it
   */
  record QueueAgain(
      String operation,
      String request,
      List<String> servers,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Object> input,
      String by) {
    public QueueAgain {
      servers = List.copyOf(servers);
    }
  }

  /**
   * What is queued again.
   *
   * @param targets with their new attempts, and the hashes of those of their plans that are
   *     approved
   * @param refused why nothing is, a sentence for each server; empty where something is
   */
  record QueuedAgain(List<FleetTarget> targets, List<String> refused) {
    public QueuedAgain {
      targets = List.copyOf(targets);
      refused = List.copyOf(refused);
    }
  }

  /** Which servers end, and how. */
  enum Ending {
    /** Those whose plan has no changes are unchanged; the plans of the others are approved. */
    UNCHANGED,
    /** All that have a plan are done: it was a dry run. */
    PLANNED,
    /** All that nobody has started are done: nothing was to be done to them. */
    QUEUED,
    /** All that have not ended are left out. */
    SKIPPED,
    /** All that have not ended are cancelled. */
    CANCELLED
  }

  /**
   * The servers of an operation, counted.
   *
   * @param states how many are in each state
   * @param toChange how many have a plan with changes, and nobody has started
   * @param refused for how many the plan must not be applied
   * @param changes made, or for a dry run found
   * @param planHash the hash of all plans, of none where there are none
   */
  record Tally(
      Map<ServerState, Integer> states, int toChange, int refused, int changes, String planHash) {
    public Tally {
      states = Map.copyOf(states);
    }

    /** On how many it has failed, in whatever way. */
    public int failed() {
      return states.entrySet().stream()
          .filter(count -> count.getKey().bad())
          .mapToInt(Map.Entry::getValue)
          .sum();
    }

    /** How many could not be reached. */
    public int unreachable() {
      return states.getOrDefault(ServerState.UNREACHABLE, 0);
    }

    /** How many nobody has started. */
    public int queued() {
      return states.getOrDefault(ServerState.QUEUED, 0);
    }
  }

  /**
   * How an operation begins.
   *
   * @param first the first of its servers, as many as were asked for
   */
  record Begun(Tally tally, List<FleetTarget> first) {
    public Begun {
      first = List.copyOf(first);
    }
  }

  /**
   * Servers on which an operation has failed.
   *
   * @param all how many there are
   */
  record Failures(List<Failure> first, int all) {
    public Failures {
      first = List.copyOf(first);
    }
  }

  record Failure(
      String server, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {}

  /**
   * How servers are.
   *
   * @param ended those whose workflows have ended
   * @param unknown those of which Temporal knows no workflow
   */
  record Seen(List<ServerEnded> ended, List<String> unknown) {
    public Seen {
      ended = List.copyOf(ended);
      unknown = List.copyOf(unknown);
    }
  }
}
