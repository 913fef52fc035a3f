package dev.holdfast.bench;

import dev.holdfast.standalone.database.RedisServer;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.standalone.temporal.TemporalServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Many operations in a row, in tenths, and what the platform's processes take meanwhile. */
final class Soak {
  static final int TENTHS = 10;

  /** Those whose figures are watched, by their run records. */
  static final List<String> PARTS =
      List.of(RunRecords.PLATFORM, TemporalServer.PART, RedisServer.PART);

  private static final Duration SETTLING = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofSeconds(20);

  private final Home home;
  private final SoakOperations operations;
  private final int atOnce;
  private final Consumer<String> progress;
  private final GoCollections collections;

  /**
   * @param atOnce how many operations are under way
   */
  Soak(Home home, SoakOperations operations, int atOnce, Consumer<String> progress) {
    this.home = home;
    this.operations = operations;
    this.atOnce = atOnce;
    this.progress = progress;
    this.collections = new GoCollections(home.log(TemporalServer.PART));
  }

  /**
   * A moment.
   *
   * @param at nanoseconds
   * @param processes by part
   * @param disk what the databases take
   * @param collecting process time of Temporal's garbage collector since the beginning, in
   *     milliseconds; 0 where Temporal does not say it
   */
  record Moment(long at, Map<String, ProcessFigures> processes, long disk, double collecting) {

    /** The process time of a part between an earlier moment and this one. */
    long cpuMillis(String part, Moment since) {
      return of(part).cpuMillis() - since.of(part).cpuMillis();
    }

    ProcessFigures of(String part) {
      ProcessFigures figures = processes.get(part);
      if (figures == null) {
        throw new IllegalArgumentException(part);
      }
      return figures;
    }

    double secondsSince(Moment earlier) {
      return (at - earlier.at) / 1e9;
    }
  }

  /**
   * What was seen.
   *
   * @param idleBefore two moments between which nothing was asked, before
   * @param ends the beginning, and the end of each tenth
   * @param idleAfter as before, after all
   */
  record Seen(int each, List<Moment> idleBefore, List<Moment> ends, List<Moment> idleAfter) {}

  Seen run(int count) throws Exception {
    // Whole turns, so that no tenth has more of the dear kinds.
    int each = count / TENTHS / SoakOperations.TURN * SoakOperations.TURN;
    List<Moment> before = idle();
    List<Moment> ends = new ArrayList<>(List.of(moment()));
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      for (int tenth = 0; tenth < TENTHS; tenth++) {
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < each; i++) {
          int n = tenth * each + i;
          work.add(() -> {
            operations.run(n);
            return true;
          });
        }
        for (Future<Boolean> done : threads.invokeAll(work)) {
          var _ = done.get();
        }
        Moment end = moment();
        progress.accept(
            "%d of %d operations, %.0f a minute"
                .formatted(
                    (tenth + 1) * each,
                    each * TENTHS,
                    each * 60 / end.secondsSince(ends.getLast())));
        ends.add(end);
      }
    }
    return new Seen(each, before, ends, idle());
  }

  private List<Moment> idle() throws InterruptedException {
    Thread.sleep(SETTLING);
    Moment begin = moment();
    Thread.sleep(IDLE);
    return List.of(begin, moment());
  }

  private Moment moment() {
    RunRecords records = new RunRecords(home);
    Map<String, ProcessFigures> processes = new LinkedHashMap<>();
    for (String part : PARTS) {
      long pid =
          records
              .alive(part)
              .orElseThrow(() -> new IllegalStateException(part + " does not run here"))
              .process()
              .pid();
      processes.put(part, ProcessFigures.of(pid));
    }
    // Without the write-ahead log, whose files are used again.
    Path databases = home.postgres().resolve("data").resolve("base");
    return new Moment(
        System.nanoTime(), processes, ProcessFigures.disk(databases), collections.cpuMillis());
  }
}
