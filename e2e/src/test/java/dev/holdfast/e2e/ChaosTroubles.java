package dev.holdfast.e2e;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabException;
import dev.holdfast.standalone.database.PostgresServer;
import dev.holdfast.standalone.database.RedisServer;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.process.ChildProcess;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.standalone.temporal.TemporalServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kills parts of a platform, and pauses and kills its servers, in two threads with a seed each. The
 * parts are started again by whatever starts them again in production.
 */
final class ChaosTroubles {
  /** Of a part: its pid by its run record; {@code null} is a worker process of its own. */
  private static final List<String> PARTS =
      List.of(
          RunRecords.PLATFORM,
          RunRecords.WORKER,
          TemporalServer.PART,
          PostgresServer.PART,
          RedisServer.PART);

  private static final int PAUSES_TO_A_KILL = 3;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration OFF = Duration.ofSeconds(2);

  private final EndToEnd all;
  private final RunRecords records;
  private final Lab lab;
  private final List<String> servers;
  private final Duration gap;
  private final int most;
  private final IntSupplier progress;
  private final List<Caused> caused = new CopyOnWriteArrayList<>();
  private final CountDownLatch enough = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private volatile @Nullable Throwable failure;

  /**
   * @param server that was paused or killed; null for a part of the platform
   * @param until when it was there again; for a part, when it was killed
   */
  record Caused(String what, @Nullable String server, boolean killed, Instant from, Instant until) {
    /** Whether it may have hit something that was under way from then until then. */
    boolean hit(Instant began, Instant ended) {
      return !from.isAfter(ended) && !until.isBefore(began);
    }
  }

  /**
   * @param gap between two troubles of the same thread, on average
   * @param most troubles of each thread
   * @param progress of the operations, in percent, over which the troubles are spread
   */
  ChaosTroubles(EndToEnd all, long seed, Duration gap, int most, IntSupplier progress) {
    this.progress = progress;
    this.all = all;
    Home home = all.holdfast.home();
    this.records = new RunRecords(home);
    this.lab = all.lab;
    this.servers = all.names();
    this.gap = gap;
    this.most = most;
    threads.add(Thread.ofPlatform().name("chaos-parts").unstarted(() -> parts(new Random(seed))));
    threads.add(
        Thread.ofPlatform().name("chaos-servers").unstarted(() -> servers(new Random(seed + 1))));
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** Causes no further ones; when it returns all servers are there again. */
  void stop() throws InterruptedException {
    enough.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    Throwable thrown = failure;
    if (thrown != null) {
      throw new AssertionError("the troubles themselves failed", thrown);
    }
  }

  /** What has happened so far. */
  List<Caused> caused() {
    return List.copyOf(caused);
  }

  private void parts(Random random) {
    run(random, new ArrayList<>(), PARTS, this::kill);
  }

  private void servers(Random random) {
    List<String> kinds = new ArrayList<>(Collections.nCopies(PAUSES_TO_A_KILL, "pause"));
    kinds.add("kill");
    run(
        random,
        new ArrayList<>(),
        kinds,
        kind -> {
          String server = servers.get(random.nextInt(servers.size()));
          if (kind.equals("kill")) {
            powerOff(server);
          } else {
            pause(server, random.nextLong(LONGEST_PAUSE.toMillis()));
          }
        });
  }

  @FunctionalInterface
  private interface Cause {
    void cause(String what) throws Exception;
  }

  /** Each kind once, in an order by chance, and so again. */
  private void run(Random random, List<String> left, List<String> kinds, Cause cause) {
    try {
      for (int done = 0; done < most && !pauseOrEnd(random, done); done++) {
        if (left.isEmpty()) {
          left.addAll(kinds);
          Collections.shuffle(left, random);
        }
        cause.cause(left.removeLast());
      }
    } catch (Exception | AssertionError e) {
      failure = e;
    }
  }

  /** Waits from half of the gap to one and a half of it; true where it was stopped meanwhile. */
  private boolean pauseOrEnd(Random random, int done) throws InterruptedException {
    long millis = gap.toMillis() / 2 + random.nextLong(gap.toMillis());
    boolean ended = enough.await(millis, TimeUnit.MILLISECONDS);
    while (!ended && progress.getAsInt() < done * 100 / most) {
      ended = enough.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    return ended;
  }

  private void kill(String part) throws Exception {
    Instant from = Instant.now();
    if (part.equals(RunRecords.WORKER)) {
      all.replaceWorker();
    } else {
      Optional<RunRecord> record = records.alive(part);
      if (record.isEmpty()) {
        return; // It is down already.
      }
      ChildProcess.signal(record.get().process(), "KILL");
    }
    caused.add(new Caused(part + " killed", null, true, from, Instant.now()));
  }

  private void pause(String server, long millis) throws InterruptedException {
    Instant from = Instant.now();
    try {
      lab.pause(server);
    } catch (LabException e) {
      if (String.valueOf(e.getMessage()).contains("freeze")) {
        return; // A busy machine cannot freeze it.
      }
      throw e;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } finally {
      lab.unpause(server);
    }
    caused.add(new Caused(server + " paused", server, false, from, Instant.now()));
  }

  private void powerOff(String server) throws InterruptedException {
    Instant from = Instant.now();
    lab.kill(server);
    TimeUnit.MILLISECONDS.sleep(OFF.toMillis());
    lab.start(server);
    caused.add(new Caused(server + " killed", server, true, from, Instant.now()));
  }
}
