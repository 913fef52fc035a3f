package dev.holdfast.standalone.platform;

import dev.holdfast.standalone.database.PostgresServer;
import dev.holdfast.standalone.database.RedisServer;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.ShownProgress;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.process.ChildProcess;
import dev.holdfast.standalone.process.Orphans;
import dev.holdfast.standalone.process.ProcessIdentity;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.standalone.temporal.TemporalServer;
import dev.holdfast.standalone.temporal.TemporalUi;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The children that an earlier platform left alive when it was killed. */
public final class Leftovers {

  /** The children in the order in which they are stopped. */
  static final List<String> PARTS =
      List.of(TemporalUi.PART, TemporalServer.PART, RedisServer.PART, PostgresServer.PART);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final Home home;
  private final RunRecords records;
  private final ShownProgress progress;

  public Leftovers(Home home, RunRecords records, ShownProgress progress) {
    this.home = home;
    this.records = records;
    this.progress = progress;
  }

  /** Stops the processes of this home that no record knows, as nobody could adopt them. */
  void stopUnrecorded() throws IOException, InterruptedException {
    Map<String, ProcessIdentity> orphans = Orphans.of(home);
    for (String part : PARTS) {
      ProcessIdentity orphan = orphans.get(part);
      Optional<RunRecord> record = records.alive(part);
      if (orphan != null && record.filter(known -> known.process().equals(orphan)).isEmpty()) {
        progress.part(part, "stopping the unrecorded process " + orphan.pid());
        ChildProcess.stop(orphan, signal(part), STOP_TIMEOUT);
      }
    }
  }

  /** Stops every child, recorded or not; tells whether there was one. */
  public boolean stopAll() throws IOException, InterruptedException {
    boolean any = false;
    Map<String, ProcessIdentity> orphans = Orphans.of(home);
    for (String part : PARTS) {
      Optional<RunRecord> record = records.alive(part);
      if (record.isPresent()) {
        ChildProcess.stop(record.get().process(), signal(part), STOP_TIMEOUT);
      }
      ProcessIdentity orphan = orphans.get(part);
      if (orphan != null) {
        ChildProcess.stop(orphan, signal(part), STOP_TIMEOUT);
      }
      if (record.isPresent() || orphan != null) {
        any = true;
        progress.part(part, "stopped");
      }
      records.delete(part);
    }
    return any;
  }

  /** The ports that living children of this home hold. */
  Set<Port> heldPorts() {
    Set<Port> held = EnumSet.noneOf(Port.class);
    if (records.alive(PostgresServer.PART).isPresent()) {
      held.add(Port.POSTGRES);
    }
    if (records.alive(RedisServer.PART).isPresent()) {
      held.add(Port.REDIS);
    }
    if (records.alive(TemporalUi.PART).isPresent()) {
      held.add(Port.TEMPORAL_UI_SERVER);
      // One of an earlier version listens on the port that is the API's now.
      held.add(Port.TEMPORAL_UI);
    }
    if (records.alive(TemporalServer.PART).isPresent()) {
      held.addAll(
          EnumSet.complementOf(
              EnumSet.of(
                  Port.API, Port.POSTGRES, Port.REDIS, Port.TEMPORAL_UI, Port.TEMPORAL_UI_SERVER)));
    }
    return held;
  }

  private static String signal(String part) {
    return part.equals(PostgresServer.PART) ? "INT" : "TERM";
  }
}
