package dev.holdfast.bench;

import dev.holdfast.standalone.database.PostgresServer;
import dev.holdfast.standalone.database.RedisServer;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.standalone.temporal.TemporalServer;
import java.util.List;

/** The process time of a platform that runs here: API, workers in it, Temporal and databases. */
final class PlatformCpu {
  private static final List<String> SINGLE =
      List.of(RunRecords.PLATFORM, TemporalServer.PART, RedisServer.PART);

  private final RunRecords records;

  PlatformCpu(Home home) {
    this.records = new RunRecords(home);
  }

  /**
   * Of all parts since they began, in milliseconds.
   *
   * @throws IllegalStateException if one of them does not run here
   */
  long millis() {
    return SINGLE.stream().mapToLong(part -> ProcessFigures.of(pid(part)).cpuMillis()).sum()
        + postgres();
  }

  /** It has a process for each connection. */
  private long postgres() {
    long pid = pid(PostgresServer.PART);
    return ProcessFigures.cpuMillis(pid)
        + ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(process -> ProcessFigures.cpuMillis(process.pid()))
            .sum();
  }

  private long pid(String part) {
    return records
        .alive(part)
        .orElseThrow(() -> new IllegalStateException(part + " does not run here"))
        .process()
        .pid();
  }
}
